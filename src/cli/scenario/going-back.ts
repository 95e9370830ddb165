import type { Page } from 'playwright-core'
import type { Inspected } from '#capture/inspected.ts'

/**
 * Undoes what was done on a page as memlab does where a scenario does not say how: goes back to the place in its history where
 * the page was before, or else presses Escape.
 */
export class GoingBack {
  readonly #page: Page
  readonly #inspected: Inspected
  #place = 0

  constructor(page: Page, inspected: Inspected) {
    this.#page = page
    this.#inspected = inspected
  }

  /** Remembers where the page is. */
  async remember(): Promise<void> {
    this.#place = await this.#now()
  }

  async goBack(): Promise<void> {
    const steps = (await this.#now()) - this.#place
    if (steps <= 0) return this.#page.keyboard.press('Escape')
    for (let i = 0; i < steps; i++) await this.#page.goBack()
  }

  async #now(): Promise<number> {
    const { currentIndex } = await this.#inspected.ask(this.#inspected.client.Page.getNavigationHistory())
    return currentIndex
  }
}
