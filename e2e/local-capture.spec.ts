import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { faultsOf } from './axe.ts'
import { type Host, serveHeapscope } from './hosts.ts'
import { classRow, expect, filterBy, test as base, untilReady, widthOver } from './journey.ts'

const PROGRAM = `globalThis.kept = Array.from({ length: 50 }, () => new (class KeptByTheTest {})());
setInterval(() => {}, 1000); process.stdout.write('ready')`

/** It waits for a signal, so that capturing it takes no right. */
const PYTHON_PROGRAM = `import heapscope, time
heapscope.install(signal='USR2')
class KeptByTheTest: pass
kept = [KeptByTheTest() for _ in range(50)]
print('ready', flush=True)
time.sleep(1000)`

interface Machine {
  /** A process to capture. */
  readonly child: ChildProcess
  /** Another one, of Python; null where there is none. */
  readonly python: ChildProcess | null
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
  python: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const program = process.env['HEAPSCOPE_TEST_PYTHON'] ?? 'python3'
      const python = spawn(program, ['-c', PYTHON_PROGRAM], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, PYTHONPATH: fileURLToPath(new URL('../dist/app/', import.meta.url)) },
      })
      const isThere = await Promise.race([
        once(python.stdout, 'data').then(() => true),
        once(python, 'error').then(() => false),
      ])
      await use(isThere ? python : null)
      python.kill('SIGKILL')
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

for (const [what, options] of [
  ['that may capture too', ['--allow-capture']],
  ['that captures nothing', []],
] as const) {
  test(`a server ${what} is asked once with the token of the one before, and that is told to who comes by its address`, async ({
    page,
    watched,
  }) => {
    const before = await serveHeapscope({}, ['--allow-capture'])
    const heading = page.getByRole('heading', { name: 'Processes of this machine' })
    await page.goto(before.address)
    await expect(heading).toBeVisible()
    await before.close()
    const { origin, port } = new URL(before.address)
    const now = await serveHeapscope({}, [...options, '--port', port])
    const refused = page.waitForResponse(/api\/local/)
    await page.goto(`${origin}/?again`)
    expect((await refused).ok()).toBe(false)
    await expect(page.getByRole('heading', { name: 'How to capture a heap' })).toBeVisible()
    await expect(heading).toBeHidden()
    await expect(page.getByRole('alert')).toBeHidden()
    await page.goto('about:blank')
    await page.goto(before.address)
    await expect(heading).toBeVisible()
    await expect(page.getByRole('alert')).toBeVisible()
    await now.close()
    // Of a server that is not the fixture's, which refused twice.
    const others = watched.faults.splice(0).filter((fault) => !fault.startsWith(`request to ${origin}/`))
    expect(others).toEqual(Array(2).fill(expect.stringMatching(/^console: .* status of 40[34] /)))
  })
}

test('a Python process is picked, captured and opened', async ({ page, server, python }) => {
  test.skip(python === null, 'There is no Python.')
  await page.goto(server.address)
  await page.getByRole('button', { name: `Capture process ${python!.pid}` }).click()
  await untilReady(page)
  await page.getByRole('link', { name: 'Classes' }).click()
  await filterBy(page, 'Filter classes', 'KeptByTheTest')
  await expect(classRow(page, /KeptByTheTest.*50/)).toBeVisible()
})

test('whoever comes by another address sees no processes', async ({ page }) => {
  await page.goto('./')
  await expect(page.getByRole('heading', { name: 'How to capture a heap' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Processes of this machine' })).toBeHidden()
})
