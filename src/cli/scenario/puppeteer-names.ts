import type { BrowserContext, Page } from 'playwright-core'
import { withInterception } from './puppeteer-requests.ts'
import { withPuppeteerSelectors } from './puppeteer-selectors.ts'

/** Calls of a page, as scenarios make them. */
type Call = (...args: never[]) => unknown
type AnyCall = (...args: unknown[]) => unknown

/** What scenarios for memlab call that Playwright's page has under another name. */
const NAMES = {
  $x: (page: Page, path: string) => page.$$(`xpath=${path}`),
  waitForXPath: (page: Page, path: string, options: { timeout?: number } = {}) =>
    page.waitForSelector(`xpath=${path}`, options),
  setViewport: (page: Page, size: { width: number; height: number }) =>
    page.setViewportSize({ width: size.width, height: size.height }),
  waitForNetworkIdle: (page: Page, options: { timeout?: number } = {}) =>
    page.waitForLoadState('networkidle', options),
  select: (page: Page, selector: string, ...values: string[]) => page.selectOption(selector, values),
  evaluateOnNewDocument: (page: Page, run: unknown, ...args: unknown[]) =>
    typeof run === 'string' ? page.addInitScript(run) : page.addInitScript(spread(run, ''), args),
  setCookie: (page: Page, ...cookies: Cookie[]) =>
    page.context().addCookies(cookies.map((cookie) => cookieFor(cookie, page.url()))),
  cookies: (page: Page) => page.context().cookies(page.url()),
}

export type Cookie = Parameters<BrowserContext['addCookies']>[0][number]

/** A cookie as Playwright has it. One that names no place is for a page. */
export function cookieFor(cookie: Cookie, url: string): Cookie {
  return cookie.domain || cookie.url ? { path: '/', ...cookie } : { ...cookie, url }
}

const EVALUATING = ['evaluate', 'evaluateHandle'] as const
const EVALUATING_ON = ['$eval', '$$eval'] as const
const GOING = ['goto', 'reload', 'waitForNavigation', 'goBack', 'goForward'] as const

/** Gives a page of Playwright the names by which Puppeteer's has the same, and has it understand Puppeteer's calls besides its own. */
export function withPuppeteerNames(page: Page): Page {
  withPuppeteerSelectors(page)
  const calls = page as unknown as Record<string, AnyCall>
  const replace = (name: string, made: (own: AnyCall) => Call): void => {
    calls[name] = made(calls[name]!.bind(page)) as AnyCall
  }
  for (const name of EVALUATING) {
    replace(name, (own) => (run: unknown, ...args: unknown[]) => {
      return args.length > 1 ? own(spread(run, ''), args) : own(run, ...args)
    })
  }
  for (const name of EVALUATING_ON) {
    replace(name, (own) => (selector: string, run: unknown, ...args: unknown[]) => {
      return args.length > 1 ? own(selector, spread(run, 'found, '), args) : own(selector, run, ...args)
    })
  }
  replace('waitForSelector', (own) => (selector: string, options?: PuppeteerWait) => {
    return own(selector, stateOf(options))
  })
  replace('waitForFunction', (own) => (run: unknown, ...args: unknown[]) => {
    if (!isWaiting(args[0])) return own(run, ...args)
    const [{ polling, ...options }, ...rest] = args as [Waiting, ...unknown[]]
    const often = typeof polling === 'number' ? { polling } : {}
    return own(rest.length > 1 ? spread(run, '') : run, rest.length > 1 ? rest : rest[0], {
      ...options,
      ...often,
    })
  })
  for (const name of GOING) {
    replace(
      name,
      (own) =>
        (...args: unknown[]) =>
          own(...args.map(idleOf)),
    )
  }
  for (const [name, call] of Object.entries(NAMES)) calls[name] = (call as AnyCall).bind(null, page)
  withInterception(page)
  return page
}

/** A function of one list for one of several arguments: its text is all that Playwright takes of it. */
function spread(run: unknown, before: string): () => void {
  const text = `(${before}all) => (${String(run)})(${before}...all)`
  return Object.assign(() => {}, { toString: () => text })
}

interface PuppeteerWait {
  readonly visible?: boolean
  readonly hidden?: boolean
}

function stateOf(options: PuppeteerWait | undefined): object | undefined {
  if (options?.visible === undefined && options?.hidden === undefined) return options
  const { visible, hidden, ...rest } = options
  return { ...rest, state: hidden ? 'hidden' : visible ? 'visible' : 'attached' }
}

interface Waiting {
  readonly polling?: unknown
  readonly timeout?: number
}

/** Whether this is how long and how often Puppeteer's `waitForFunction` waits, which stands before the arguments. */
function isWaiting(value: unknown): value is Waiting {
  if (typeof value !== 'object' || value === null) return false
  const names = Object.keys(value)
  return names.length > 0 && names.every((name) => name === 'polling' || name === 'timeout')
}

/** Options that say what is waited for, by Playwright's one name for a silent network. */
function idleOf(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('waitUntil' in options)) return options
  const moments = [options.waitUntil].flat()
  const isIdle = moments.some((moment) => moment === 'networkidle0' || moment === 'networkidle2')
  return { ...options, waitUntil: isIdle ? 'networkidle' : moments.at(-1) }
}
