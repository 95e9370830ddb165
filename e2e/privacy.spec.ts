import type { Page, Request } from '@playwright/test'
import { type Host, serveStatically, serveWith } from './hosts.ts'
import {
  classRow,
  dropCapture,
  expect,
  filterBy,
  objectPanel,
  statusBar,
  test as journey,
  untilReady,
} from './journey.ts'

/**
 * The page is served without any policy, which would only hide what it tries, and everything the browser wants from
 * another host, whoever in it asks, ends at a proxy that notes it.
 */
const test = journey.extend<{ host: Host; beyond: Host }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it what the fixture needs
  host: async ({}, use) => {
    const host = await serveStatically('/')
    await use(host)
    await host.close()
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it what the fixture needs
  beyond: async ({}, use) => {
    const proxy = await serveWith((_, response) =>
      response.writeHead(204, { 'Access-Control-Allow-Origin': '*' }).end(),
    )
    await use(proxy)
    await proxy.close()
  },
  baseURL: async ({ host }, use) => use(host.address),
  proxy: async ({ beyond }, use) => use({ server: beyond.address, bypass: '127.0.0.1' }),
})

function requestsOf(page: Page): Request[] {
  const requests: Request[] = []
  page.context().on('request', (request) => requests.push(request))
  return requests
}

test('a journey through all views asks no other host for anything', async ({ page, host, beyond }) => {
  test.slow()
  const requests = requestsOf(page)
  await page.goto('./')
  await page.getByRole('link', { name: /A cache that only grows/ }).click()
  await untilReady(page)
  await throughAllViews(page)
  await page.getByRole('link', { name: 'Classes' }).click()
  await filterBy(page, 'Filter classes', 'Session')
  await classRow(page, /Session/)
    .first()
    .click()
  await classRow(page, /Session.*@\d+/)
    .first()
    .click()
  await expect(objectPanel(page)).toContainText('Why is it alive?')
  for (const tab of await objectPanel(page).getByRole('tab').all()) await tab.click()
  await page.getByPlaceholder(/^Find @id/).fill('Session')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')

  await dropCapture(page)
  await expect(statusBar(page)).toContainText('Kept in this browser', { timeout: 30_000 })
  await page.reload()
  await untilReady(page)
  await page.getByRole('button', { name: 'Close the capture' }).click()

  await page.getByRole('link', { name: /Before, after, and later/ }).click()
  await untilReady(page)
  await throughAllViews(page)

  const origins = new Set(requests.map((request) => new URL(request.url()).origin))
  expect([...origins]).toEqual([new URL(host.address).origin])
  expect(requests.every((request) => request.method() === 'GET' && request.postData() === null)).toBe(true)
  // Not even the place in a capture: it stands behind the #.
  expect(host.asked.filter((path) => path.includes('?') || path.includes('Session'))).toEqual([])
  expect(beyond.asked).toEqual([])
})

async function throughAllViews(page: Page): Promise<void> {
  const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link')
  expect(await views.count()).toBeGreaterThan(14)
  for (const view of await views.all()) {
    await view.click()
    await expect(view).toHaveAttribute('aria-current', 'page')
    await page.waitForTimeout(300)
  }
}

const ELSEWHERE = 'http://elsewhere.example/collect'

for (const [where, ask] of [
  ['the page', (page: Page) => page.evaluate((url) => fetch(url).then(({ status }) => status), ELSEWHERE)],
  [
    'a worker',
    (page: Page) => page.workers()[0]!.evaluate((url) => fetch(url).then(({ status }) => status), ELSEWHERE),
  ],
] as const) {
  test(`a request of ${where} to another host would have been noticed`, async ({ page, beyond, watched }) => {
    const requests = requestsOf(page)
    await page.goto('./')
    await dropCapture(page)
    await untilReady(page)
    await ask(page)
    expect(beyond.asked).toEqual([ELSEWHERE])
    expect(requests.map((request) => request.url())).toContain(ELSEWHERE)
    expect(watched.faults.splice(0)).toEqual([`request to ${ELSEWHERE}`])
  })
}
