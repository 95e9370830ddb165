import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, expect, test as plain } from '@playwright/test'

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const SHOP = 'http://shop.example/orders'

interface Fixtures {
  /** For whatever a test writes. */
  readonly folder: string
  /** A browser of its own that listens to debuggers. */
  readonly context: BrowserContext
  readonly port: number
}

const test = plain.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture wants from here
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'heapscope-capture-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  context: async ({ playwright, launchOptions, folder }, use) => {
    const context = await playwright.chromium.launchPersistentContext(join(folder, 'profile'), {
      ...launchOptions,
      args: [...(launchOptions.args ?? []), '--remote-debugging-port=0'],
    })
    await context.route('http://*.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Shop</title>' }),
    )
    await use(context)
    await context.close()
  },
  port: async ({ context, folder }, use) => {
    expect(context.pages()).toHaveLength(1)
    await use(Number(readFileSync(join(folder, 'profile/DevToolsActivePort'), 'utf8').split('\n')[0]))
  },
})

/** A page that has leaked so many orders. */
async function leakingPage(context: BrowserContext, orders: number): Promise<void> {
  const page = context.pages()[0]!
  await page.goto(SHOP)
  await page.evaluate((count) => {
    class Order {
      readonly number: number
      constructor(number: number) {
        this.number = number
      }
    }
    Object.assign(globalThis, { orders: Array.from({ length: count }, (_, i) => new Order(i)) })
  }, orders)
}

function capture(args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, 'capture', 'chrome', ...args])
  const closed = new Promise<number | null>((resolve) => {
    child.on('close', resolve)
  })
  const said = Promise.all([text(child.stdout), text(child.stderr)])
  return Promise.all([closed, said]).then(([code, [stdout, stderr]]) => ({ code, stdout, stderr }))
}

interface Summary {
  readonly classes: readonly { readonly name: string; readonly count: number }[]
  readonly capture: { readonly target: string; readonly pauseMs: number; readonly before: object }
}

test('a page of Chromium is captured by its address', async ({ context, port, folder }) => {
  await leakingPage(context, 600)
  const file = join(folder, 'shop.heapsnapshot')
  const where = `127.0.0.1:${port}`
  const { code, stdout } = await capture(['--page', 'shop.example', '--gc', '-o', file, '--json', where])
  expect(code).toBe(0)
  const summary = JSON.parse(stdout) as Summary
  expect(summary.classes.find(({ name }) => name === 'Order')?.count).toBe(600)
  expect(summary.capture).toMatchObject({
    target: `the page ${SHOP}`,
    pid: null,
    bytes: statSync(file).size,
    before: { resident: null },
  })
  expect(summary.capture.pauseMs).toBeGreaterThan(0)
  // The page goes on.
  expect(await context.pages()[0]!.evaluate('orders.length')).toBe(600)
})

test('where no page or several are meant, it says which there are', async ({ context, port }) => {
  await leakingPage(context, 1)
  const where = `127.0.0.1:${port}`
  expect(await capture(['--page', 'mail.example', where])).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: No page matches mail.example; there is ${SHOP}.\n`,
  })
  await (await context.newPage()).goto('http://mail.example/')
  const { code, stderr } = await capture([where])
  expect(code).toBe(2)
  expect(stderr).toMatch(/^error: 2 pages are open; name one with --page: http:[^\n]*\.\n$/)
  expect(stderr).toContain(SHOP)
  expect(stderr).toContain('http://mail.example/')
})

test('a page that crashes while it is captured is told, and no file is left', async ({
  context,
  port,
  folder,
}) => {
  await leakingPage(context, 2_000_000)
  const out = mkdtempSync(join(folder, 'out-'))
  const running = capture(['-o', join(out, 'a.heapsnapshot'), `127.0.0.1:${port}`])
  await expect.poll(() => readdirSync(out).length, { intervals: [5] }).toBe(1)
  const browser = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL')
  const { code, stdout, stderr } = await running
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr.split('\n').at(-2)).toBe(`heapscope: The page ${SHOP} ended while it was captured.`)
  expect(readdirSync(out)).toEqual([])
})
