import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, playwrightChromium } from './browser-path.ts'
import { withPuppeteerNames } from './puppeteer-names.ts'

const BODY = `<!doctype html><title>Shop</title><body>
<h1>Cart</h1>
<button id="first">Pay</button>
<button id="second" aria-label="Pay later">€</button>
<a id="third" href="#cart">Pay</a>
<div id="fourth" aria-label="Hint"></div>
<p id="fifth">It's a &gt;&gt; "cart" / Basket</p>
<p id="sixth">basket</p>
<x-shop></x-shop>
<script>
const outer = document.querySelector('x-shop').attachShadow({ mode: 'open' })
outer.innerHTML = '<section id="inner"><x-shelf></x-shelf></section>'
outer.querySelector('x-shelf').attachShadow({ mode: 'open' }).innerHTML = '<button id="deep">Take <b>one</b></button>'
document.addEventListener('click', (event) => { window.clicked = event.composedPath()[0].id })
</script>`

const asked: IncomingMessage[] = []
const server = createServer((request, response) => {
  asked.push(request)
  const headers = { 'content-type': request.url === '/' ? 'text/html' : 'text/plain', location: '/there' }
  response.writeHead(request.url === '/moved' ? 302 : 200, headers)
  response.end(request.url === '/' ? BODY : `real ${request.url}`)
})
let browser: Browser
let address: string

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const chromium = await playwrightChromium([import.meta.dirname])
  const { PATH = '', HEAPSCOPE_BROWSER = '' } = process.env
  const executablePath = browserPath(undefined, { PATH, HEAPSCOPE_BROWSER }, chromium)
  browser = await chromium.launch({ executablePath })
}, 60_000)
afterAll(async () => {
  await browser.close()
  server.close()
})

/** A page as scenarios get it. */
async function open(): Promise<Page> {
  return withPuppeteerNames(await (await browser.newContext()).newPage())
}

describe('selectors of Puppeteer', () => {
  let page: Page
  beforeAll(async () => {
    page = await open()
    await page.goto(address)
  })

  test.each([
    ['aria/Pay', ['first', 'third']],
    ['aria/Pay[role="link"]', ['third']],
    ['aria=[name="Pay later"][role="button"]', ['second']],
    ['aria/[role="heading"]', ['']],
    ['aria/Hint', ['fourth']],
    ['aria/pay', []],
    ['text/asket', ['fifth', 'sixth']],
    ['text/Basket', ['fifth']],
    [`text/It's a >> "cart" / B`, ['fifth']],
    ['xpath///button[@id="first"]', ['first']],
    ['pierce/section button, #first', ['first', 'deep']],
    ['x-shop >>> #deep', ['deep']],
    ['x-shop >>>> x-shelf', ['']],
    ['p::-p-text(Basket)', ['fifth']],
    ['p:not([title=">>>"])::-p-text("(cart)")', []],
    ['body ::-p-aria(Pay[role="button"])', ['first']],
    ['body ::-p-xpath(.//p[position() = 2])', ['sixth']],
    ['p[id="fifth"]', ['fifth']],
    ['text=BASKET', ['fifth', 'sixth']],
  ])('%s', async (selector, ids) => {
    expect(await page.$$eval(selector, (found) => found.map(({ id }) => id))).toEqual(ids)
    expect((await page.$$(selector)).length).toBe(ids.length)
    const first = await page.$(selector)
    expect(first && (await first.evaluate(({ id }) => id))).toBe(ids[0] ?? null)
  })

  test('are understood by each call that takes one', async () => {
    const clicked = (): Promise<unknown> => page.evaluate('window.clicked')
    await page.click('aria/Pay later')
    expect(await clicked()).toBe('second')
    await page.locator('x-shop >>> button').click()
    expect(await clicked()).toBe('deep')
    await page.focus('aria/Pay[role="button"]')
    expect(await page.evaluate('document.activeElement.id')).toBe('first')
    const puppeteers = page as unknown as Puppeteers
    const read = (node: Element, a: string, b: string): string => node.id + a + b
    expect(await puppeteers.$eval('aria/Hint', read, '+', '-')).toBe('fourth+-')
    expect(await puppeteers.waitForSelector('text/Cart', { visible: true })).not.toBeNull()
    expect(await puppeteers.waitForSelector('aria/Gone', { hidden: true })).toBeNull()
    await expect(puppeteers.waitForSelector('aria/Gone', { timeout: 50 })).rejects.toThrow(
      'Timeout 50ms exceeded',
    )
    await expect(page.click('aria/Pay[level="1"]')).rejects.toThrow('asks for level')
    await expect(page.click('p::-p-vue(x)')).rejects.toThrow('selectors cannot have ::-p-vue here')
  })
})

interface PuppeteersRequest {
  url(): string
  continue(overrides?: object, priority?: number): Promise<void>
  abort(code?: string, priority?: number): Promise<void>
  respond(answer: object, priority?: number): Promise<void>
  isInterceptResolutionHandled(): boolean
}
/** What of Puppeteer's page differs from Playwright's. */
interface Puppeteers {
  $eval(selector: string, run: unknown, ...args: unknown[]): Promise<unknown>
  waitForSelector(selector: string, options: object): Promise<unknown>
  evaluateOnNewDocument(run: unknown, ...args: unknown[]): Promise<void>
  setCookie(cookie: object): Promise<void>
  cookies(): Promise<object[]>
  setRequestInterception(value: boolean): Promise<void>
  on(event: 'request', listener: (request: PuppeteersRequest) => unknown): void
  off(event: 'request', listener: (request: PuppeteersRequest) => unknown): void
}

/** What the page gets from an address. */
function get(page: Page, path: string): Promise<string> {
  return page.evaluate(
    (at) =>
      fetch(at).then(
        async (answer) => `${answer.status} ${answer.headers.get('x-kind')} ${await answer.text()}`,
        (error: unknown) => String(error),
      ),
    path,
  )
}

describe('requests of Puppeteer', () => {
  test('are continued, aborted and answered by who listens', async () => {
    const page = await open()
    const intercepting = page as unknown as Puppeteers
    await intercepting.setRequestInterception(true)
    const listener = async (request: PuppeteersRequest): Promise<void> => {
      if (request.isInterceptResolutionHandled()) return
      if (request.url().endsWith('/no')) return request.abort('blockedbyclient')
      if (request.url().endsWith('/mock')) {
        return request.respond({
          status: 418,
          headers: { 'x-kind': ['a', 'b'] },
          contentType: 'text/plain',
          body: new TextEncoder().encode('mocked'),
        })
      }
      await request.continue({ headers: { 'x-from': 'scenario' } })
    }
    intercepting.on('request', listener)
    await page.goto(address)
    expect(asked.at(-1)!.headers['x-from']).toBe('scenario')
    expect(await get(page, '/no')).toBe('TypeError: Failed to fetch')
    expect(await get(page, '/mock')).toBe('418 a, b mocked')
    expect(await get(page, '/moved')).toBe('200 null real /there')
    expect(await get(page, 'data:text/plain,own')).toBe('200 null own')

    intercepting.off('request', listener)
    await intercepting.setRequestInterception(false)
    expect(await get(page, '/mock')).toBe('200 null real /mock')
  })

  test('are decided about once: the second to do so fails, unless it gives a priority', async () => {
    const page = await open()
    await page.goto(address)
    const intercepting = page as unknown as Puppeteers
    const told: string[] = []
    const decide = async (how: string, decision: Promise<void>): Promise<void> => {
      await decision.then(
        () => told.push(how),
        (error: unknown) => told.push(`${how}: ${(error as Error).message}`),
      )
    }
    let isEarly = true
    intercepting.on('request', (request) => {
      if (isEarly) return decide('early', request.continue())
      const first = request.respond({ body: 'first' }, 0)
      expect(request.isInterceptResolutionHandled()).toBe(true)
      void decide('second', request.abort('failed', 1))
      void decide('third', request.continue())
      return decide('first', first)
    })
    await get(page, '/early')
    isEarly = false
    await intercepting.setRequestInterception(true)
    expect(await get(page, '/late')).toBe('200 null first')
    await expect.poll(() => told).toHaveLength(4)
    expect(told.toSorted()).toEqual([
      'early: setRequestInterception(true) was not called before',
      'first',
      'second',
      'third: the request was continued, aborted or answered already',
    ])
  })
})

test('scripts and cookies are set by the names Puppeteer has for that', async () => {
  const page = await open()
  const puppeteers = page as unknown as Puppeteers
  await puppeteers.evaluateOnNewDocument(
    (a: number, b: number) => Object.assign(globalThis, { sum: a + b }),
    2,
    3,
  )
  await puppeteers.evaluateOnNewDocument('globalThis.text = "here"')
  await page.goto(address)
  expect(await page.evaluate('[globalThis.sum, globalThis.text].join()')).toBe('5,here')
  await puppeteers.setCookie({ name: 'user', value: 'me' })
  expect(await page.evaluate('document.cookie')).toBe('user=me')
  expect(await puppeteers.cookies()).toMatchObject([{ name: 'user', value: 'me' }])
})
