import { bundleOf } from './bundle-file.ts'
import { type Host, serveStatically } from './hosts.ts'
import {
  NODE_CAPTURE,
  classRow,
  dropCapture,
  dropFiles,
  expect,
  filterBy,
  pairBytes,
  sampleAt,
  statusBar,
  test as journey,
  untilReady,
} from './journey.ts'

const FOLDER = '/tools/heap/'

/** Any web space, with the built page in a folder of it. */
const test = journey.extend<{ host: Host }>({
  host: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it what the fixture needs
    async ({}, use) => {
      const host = await serveStatically(FOLDER)
      await use(host)
      await host.close()
    },
    { auto: true },
  ],
  baseURL: async ({ host }, use) => use(host.address + FOLDER.slice(1)),
})

test.afterEach(({ host }) => {
  const elsewhere = host.asked.filter((path) => !path.startsWith(FOLDER) && path !== '/favicon.ico')
  expect(elsewhere).toEqual([])
})

test('a sample opens in one thread, with worker and kernel from the folder', async ({ page, host }) => {
  await page.goto('./')
  await page.getByRole('link', { name: /A cache that only grows/ }).click()
  await untilReady(page)
  await expect(statusBar(page)).toContainText('63,899 nodes')
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  expect(host.asked.some((path) => /\/assets\/analysis\.worker-/.test(path))).toBe(true)
  await page.getByRole('link', { name: 'Classes' }).click()
  await filterBy(page, 'Filter classes', 'Session')
  await expect(classRow(page, /Session/).first()).toContainText('410')
  await page.reload()
  await untilReady(page)
})

test('a dropped file opens and is kept', async ({ page }) => {
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  await expect(statusBar(page)).toContainText('Kept in this browser')
  await page.reload()
  await untilReady(page)
})

test('a bundle opens as its sender saw it', async ({ page }) => {
  const names = ['node-24.9.0-baseline.heapsnapshot.gz', 'node-24.9.0-final.heapsnapshot.gz']
  const bundle = bundleOf(
    { place: '#v=1&source=share:1&base=share:0&set=share:0&set=share:1|late&view=diff' },
    names.map((name) => ({ name, label: null, bytes: pairBytes(name) })),
  )
  await page.goto('./')
  await dropFiles(page, { name: 'shared.heapscope', bytes: bundle })
  await untilReady(page)
  await expect(page.getByRole('region', { name: 'What the sender says' })).toContainText('Look at Session.')
  await expect(page.getByRole('list', { name: 'Captures' }).getByRole('listitem')).toHaveText([
    /base/,
    /late.*target/,
  ])
})

test('a capture beside the page is opened by a link', async ({ page }) => {
  await page.goto(`./#url=samples/${NODE_CAPTURE}`)
  await untilReady(page)
})

test('nothing is said about the sharing server that is not there', async ({ page }) => {
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.getByText(/server/i)).toHaveCount(0)
})

test('sharing says that there is no server here, and saves a file instead', async ({ page, watched }) => {
  await page.goto('./')
  await page.getByRole('link', { name: /A cache that only grows/ }).click()
  await untilReady(page)
  await page.getByRole('button', { name: 'Share this analysis' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('There is no sharing server at')
  await expect(dialog).toContainText('in all', { timeout: 30_000 })
  await expect(dialog.getByRole('button', { name: 'Create link' })).toBeDisabled()
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save as a file' }).click()
  expect((await saving).suggestedFilename()).toMatch(/\.heapscope$/)
  // What the browser itself says of the answer is no fault of the page.
  watched.faults.splice(0, watched.faults.length, ...watched.faults.filter((fault) => !/404/.test(fault)))
})

test('what answers questions about a capture comes with the page, and not when the network may be gone', async ({
  page,
  host,
}) => {
  await page.goto(sampleAt('&view=findings'))
  await expect(page.getByRole('main')).toContainText('tried all', { timeout: 30_000 })
  // A script is called after a module, a hyphen and a hash.
  const scripts = host.asked.filter((path) => path.endsWith('.js')).map((path) => path.split('/').at(-1)!)
  const names = scripts.map((name) => name.split('-')[0]!)
  const withThePage = /^(?:index|libraries|react|rolldown|analysis\.worker|assistant\.worker)$/
  expect(names).toContain('analysis.worker')
  expect(names.filter((name) => !withThePage.test(name))).toEqual([])
})
