import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { CaptureError } from '#capture/capture-error.ts'
import { Inspected } from '#capture/inspected.ts'
import { targetsAt } from '#capture/targets.ts'
import { beforeEnd } from '../before-end.ts'
import type { Io } from '../io.ts'
import { browserPath, playwrightChromium } from './browser-path.ts'
import type { PageScenario } from './load-scenario.ts'
import { withPuppeteerNames } from './puppeteer-names.ts'
import { reasonOf, type Stage } from './stage.ts'

/** How long a page is asked whether it is loaded. */
const PATIENCE_MS = 30_000
const EACH_MS = 50

/**
 * Opens the page of a scenario in a browser of its own, with a profile that goes away.
 * @param path that of a Chrome or Chromium, where one is asked for
 * @throws UsageError, CaptureError
 */
export async function pageStage(scenario: PageScenario, path: string | undefined, io: Io): Promise<Stage> {
  const url = await scenario.url()
  const chromium = await playwrightChromium([scenario.folder, import.meta.dirname])
  const executablePath = browserPath(path, io.environment, chromium)
  const profile = mkdtempSync(join(tmpdir(), 'heapscope-profile-'))
  let context: BrowserContext | null = null
  let inspected: Inspected | null = null
  const end = async (): Promise<void> => {
    await inspected?.leave(false)
    await context?.close().catch(() => undefined)
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    forget()
  }
  const forget = beforeEnd(end)
  try {
    context = await chromium
      .launchPersistentContext(profile, {
        executablePath,
        args: ['--remote-debugging-port=0'],
        // Whoever ends us ends it through us.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      })
      .catch((error: unknown) => {
        throw new CaptureError(`${executablePath} does not start: ${reasonOf(error)}.`, { cause: error })
      })
    const page = withPuppeteerNames(context.pages()[0] ?? (await context.newPage()))
    await prepared(page, url, scenario)
    inspected = await inspectedPage(page, profile)
    const play = (step: PageScenario['act']) => async (): Promise<void> => {
      await step(page)
      await loaded(page, scenario)
    }
    return { inspected, act: play(scenario.act), back: play(scenario.back), end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Has a page open, as the scenario wants it before the first trip. */
async function prepared(page: Page, url: string, scenario: PageScenario): Promise<void> {
  let what = 'cookies'
  try {
    const cookies = (await scenario.cookies()) as Parameters<BrowserContext['addCookies']>[0]
    // One that names no place is for the page.
    const all = cookies.map((one) => (one.domain || one.url ? { path: '/', ...one } : { ...one, url }))
    if (all.length > 0) await page.context().addCookies(all)
    what = 'beforeInitialPageLoad'
    await scenario.beforeInitialPageLoad(page)
    what = 'url'
    await page.goto(url)
    await loaded(page, scenario)
    what = 'setup'
    await scenario.setup(page)
    await loaded(page, scenario)
  } catch (error) {
    throw new CaptureError(`The scenario's ${what} failed: ${reasonOf(error)}.`, { cause: error })
  }
}

async function loaded(page: Page, { isPageLoaded }: PageScenario): Promise<void> {
  if (!isPageLoaded) return page.waitForLoadState()
  for (const late = performance.now() + PATIENCE_MS; performance.now() < late; await wait(EACH_MS)) {
    if (await isPageLoaded(page)) return
  }
  throw new Error(`isPageLoaded did not come true within ${PATIENCE_MS / 1000} s`)
}

/** The same page through an inspector of its own, whose captures can be read as they come. */
async function inspectedPage(page: Page, profile: string): Promise<Inspected> {
  const client = await page.context().newCDPSession(page)
  const { targetInfo } = await client.send('Target.getTargetInfo')
  await client.detach()
  const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')
  const targets = await targetsAt({ host: '127.0.0.1', port: Number(port) })
  const target = targets.find(({ socket }) => socket.endsWith(`/${targetInfo.targetId}`))
  if (!target) throw new CaptureError('The browser does not offer its page to an inspector.')
  return Inspected.connect(target)
}
