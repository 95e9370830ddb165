import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { captureBytes, dropCapture, dropFiles, expect, NODE_CAPTURE, test, untilReady } from './journey.ts'

/** A program whose heap takes long enough to open that there is time to cancel. */
const LARGE = `
  globalThis.kept = Array.from({ length: 150_000 }, (_, at) => ({ at, text: 'text ' + at, list: [at] }))
  require('node:v8').writeHeapSnapshot(process.argv[1])
`

test('opening can be cancelled at once, and frees what it held', async ({ page }, info) => {
  const file = info.outputPath('large.heapsnapshot')
  expect(spawnSync(process.execPath, ['-e', LARGE, file]).status).toBe(0)
  await page.goto('./')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file' }).click()
  await (await chooser).setFiles(file)
  await expect(page.getByRole('progressbar', { name: 'Opening' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
  await expect.poll(() => page.workers().length).toBe(0)
  await dropCapture(page)
  await untilReady(page)
})

const whole = () => captureBytes(NODE_CAPTURE)

for (const { what, bytes } of [
  { what: 'an empty file', bytes: () => Buffer.alloc(0) },
  { what: 'a text that is no snapshot', bytes: () => Buffer.from('hello') },
  { what: 'JSON of something else', bytes: () => Buffer.from('{"name":"package"}') },
  { what: 'a capture whose gzip was cut off', bytes: () => whole().subarray(0, 400_000) },
]) {
  test(`${what} is refused with a sentence, and the page stays usable`, async ({ page }) => {
    await page.goto('./')
    await dropFiles(page, { name: 'broken.heapsnapshot', bytes: bytes() })
    const alert = page.getByRole('alert')
    await expect(alert).toContainText('broken.heapsnapshot could not be opened')
    await expect(alert.getByRole('paragraph').first()).not.toBeEmpty()
    await dropCapture(page)
    await untilReady(page)
    await expect(page.getByRole('alert')).toBeHidden()
  })
}

test('a broken file dropped on an open capture can be put aside', async ({ page }) => {
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  await dropFiles(page, { name: 'broken.heapsnapshot', bytes: Buffer.from('{') })
  await expect(page.getByRole('alert')).toContainText('could not be opened')
  await page.goBack()
  await untilReady(page)
})

test('of several files dropped at once the first opens, and the page says so', async ({ page }) => {
  await page.goto('./')
  await dropFiles(page, { name: 'first.heapsnapshot.gz', bytes: whole() }, { name: 'second', bytes: whole() })
  await untilReady(page)
  await expect(page.getByRole('status').filter({ hasText: 'Opened first.heapsnapshot.gz' })).toBeVisible()
})

test('files that hover over the page show where they may be dropped', async ({ page }) => {
  await page.goto('./')
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([], 'a'))
    return transfer
  })
  await page.locator('body').dispatchEvent('dragenter', { dataTransfer: data })
  await expect(page.getByText('Drop to open')).toBeVisible()
  await page.locator('body').dispatchEvent('dragleave', { dataTransfer: data })
  await expect(page.getByText('Drop to open')).toBeHidden()
})
