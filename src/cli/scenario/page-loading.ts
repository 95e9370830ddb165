import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Io } from '../io.ts'
import type { PageScenario } from './load-scenario.ts'
import { reasonOf } from './stage.ts'

/** How long a page is asked whether it is loaded. */
const PATIENCE_MS = 30_000
const EACH_MS = 50
/** How long a page that nothing is done on may go on with its requests. */
const SILENCE_MS = 10_000

/** Waits until the page of a scenario is loaded. */
export class PageLoading {
  readonly #page: Page
  readonly #scenario: PageScenario
  readonly #io: Io
  readonly #told = new Set<string>()

  constructor(page: Page, scenario: PageScenario, io: Io) {
    this.#page = page
    this.#scenario = scenario
    this.#io = io
  }

  /** @throws Error where `isPageLoaded` does not come true */
  async wait(): Promise<void> {
    const { isPageLoaded, act } = this.#scenario
    if (isPageLoaded) return this.#until(isPageLoaded)
    await this.#page.waitForLoadState()
    if (act) return
    // There is no act that would wait for what a script still brings.
    await this.#page.waitForLoadState('networkidle', { timeout: SILENCE_MS }).catch(() => undefined)
  }

  async #until(isPageLoaded: NonNullable<PageScenario['isPageLoaded']>): Promise<void> {
    for (const late = performance.now() + PATIENCE_MS; performance.now() < late; await wait(EACH_MS)) {
      try {
        const answer = await isPageLoaded(this.#page)
        // As memlab has it, a text is why it will not come true.
        if (typeof answer === 'string') return this.#tell(`says: ${answer}`)
        if (answer) return
      } catch (error) {
        if (this.#page.isClosed()) throw error
        return this.#tell(`failed: ${reasonOf(error)}`)
      }
    }
    throw new Error(`isPageLoaded did not come true within ${PATIENCE_MS / 1000} s`)
  }

  /** Each reason once. */
  #tell(what: string): void {
    if (this.#told.has(what)) return
    this.#told.add(what)
    this.#io.stderr.write(`The scenario's isPageLoaded ${what}; the page counts as loaded.\n`)
  }
}
