import type { Page } from 'playwright-core'

/** What scenarios for memlab call that Playwright's page has under another name. */
const NAMES = {
  $x: (page: Page, path: string) => page.$$(`xpath=${path}`),
  waitForXPath: (page: Page, path: string, options: { timeout?: number } = {}) =>
    page.waitForSelector(`xpath=${path}`, options),
  setViewport: (page: Page, size: { width: number; height: number }) =>
    page.setViewportSize({ width: size.width, height: size.height }),
  waitForNetworkIdle: (page: Page, options: { timeout?: number } = {}) =>
    page.waitForLoadState('networkidle', options),
}

/** Gives a page of Playwright the names by which Puppeteer's has the same. */
export function withPuppeteerNames(page: Page): Page {
  const bound = Object.entries(NAMES).map(([name, call]) => [
    name,
    (...args: unknown[]) => (call as (page: Page, ...rest: unknown[]) => unknown)(page, ...args),
  ])
  Object.assign(page, Object.fromEntries(bound))
  return page
}
