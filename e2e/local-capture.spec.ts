import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { faultsOf } from './axe.ts'
import { type Host, serveHeapscope } from './hosts.ts'
import { classRow, expect, filterBy, test as base, untilReady, widthOver } from './journey.ts'

const PROGRAM = `globalThis.kept = Array.from({ length: 50 }, () => new (class KeptByTheTest {})());
setInterval(() => {}, 1000); process.stdout.write('ready')`

interface Machine {
  /** A process to capture. */
  readonly child: ChildProcess
  /** A server that may capture. */
  readonly server: Omit<Host, 'asked'>
}

/** On pages of that server, which speak to it alone. */
const test = base.extend<object, Machine>({
  child: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] })
      await once(child.stdout, 'data')
      await use(child)
      child.kill()
    },
    { scope: 'worker' },
  ],
  server: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await serveHeapscope({}, ['--allow-capture'])
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(new URL('/', server.address).href),
})

test('a process of this machine is picked, captured and opened', async ({ page, server, child }) => {
  await page.goto(server.address)
  await expect(page.getByRole('heading', { name: 'Processes of this machine' })).toBeVisible()
  // What lets the page capture does not stay in the address, where it would be copied.
  await expect(page).not.toHaveURL(/capture=/)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: `Capture process ${child.pid}` }).click()
  await untilReady(page)
  await page.getByRole('link', { name: 'Classes' }).click()
  await filterBy(page, 'Filter classes', 'KeptByTheTest')
  await expect(classRow(page, /KeptByTheTest.*50/)).toBeVisible()
})

test('after a reload the list is still there, and fits a narrow page', async ({ page, server, child }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(server.address)
  await page.reload()
  await expect(page.getByRole('button', { name: `Capture process ${child.pid}` })).toBeVisible()
  expect(await widthOver(page)).toBe(0)
})

test('whoever comes by another address sees no processes', async ({ page }) => {
  await page.goto('./')
  await expect(page.getByRole('heading', { name: 'How to capture a heap' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Processes of this machine' })).toBeHidden()
})
