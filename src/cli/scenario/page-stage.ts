import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { CaptureError } from '#capture/capture-error.ts'
import { Inspected } from '#capture/inspected.ts'
import { targetsAt } from '#capture/targets.ts'
import { beforeEnd } from '../before-end.ts'
import type { Io } from '../io.ts'
import { browserPath, playwrightChromium } from './browser-path.ts'
import { GoingBack } from './going-back.ts'
import type { PageScenario, Step } from './load-scenario.ts'
import { PageLoading } from './page-loading.ts'
import { type Cookie, cookieFor, withPuppeteerNames } from './puppeteer-names.ts'
import { reasonOf, type Stage } from './stage.ts'

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
    const loading = new PageLoading(page, scenario, io)
    await prepared(page, url, scenario, loading)
    inspected = await inspectedPage(page, profile)
    const history = new GoingBack(page, inspected)
    const { act, back } = scenario
    const play = (step: Step) => async (): Promise<void> => {
      await step(page)
      await loading.wait()
    }
    return {
      inspected,
      act: play(async () => {
        if (!back) await history.remember()
        await act?.(page)
      }),
      back: play(back ?? (() => history.goBack())),
      end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** Has a page open, as the scenario wants it before the first trip. */
async function prepared(
  page: Page,
  url: string,
  scenario: PageScenario,
  loading: PageLoading,
): Promise<void> {
  let what = 'cookies'
  try {
    const cookies = (await scenario.cookies()) as Cookie[]
    const all = cookies.map((cookie) => cookieFor(cookie, url))
    if (all.length > 0) await page.context().addCookies(all)
    what = 'beforeInitialPageLoad'
    await scenario.beforeInitialPageLoad(page)
    what = 'url'
    await page.goto(url)
    await loading.wait()
    what = 'setup'
    await scenario.setup(page)
    await loading.wait()
  } catch (error) {
    throw new CaptureError(`The scenario's ${what} failed: ${reasonOf(error)}.`, { cause: error })
  }
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
