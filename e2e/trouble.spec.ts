import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { constants, deflateRawSync, gunzipSync } from 'node:zlib'
import {
  captureBytes,
  classRow,
  dropCapture,
  dropFiles,
  expect,
  NODE_CAPTURE,
  sampleAt,
  test,
  untilReady,
} from './journey.ts'

/** A capture that takes long to open on any machine: its nodes begin with 16 GiB of white space, in 16 MB of gzip data. */
function endlessCapture(): Buffer {
  const piece = (text: string) => deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH })
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
  const head = sampleHead()
  const blanks = piece(' '.repeat(1 << 24))
  return Buffer.concat([header, piece(head), ...Array.from({ length: 1024 }, () => blanks)])
}

/** The text of a real capture up to its first node. */
function sampleHead(): string {
  const text = gunzipSync(captureBytes(NODE_CAPTURE)).toString('latin1')
  return text.slice(0, text.indexOf('"nodes":[') + '"nodes":['.length)
}

test('opening can be cancelled at once, and frees what it held', async ({ page }, info) => {
  const file = info.outputPath('endless.heapsnapshot.gz')
  writeFileSync(file, endlessCapture())
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

for (const { what, bytes, sentence } of [
  { what: 'an empty file', bytes: () => Buffer.alloc(0), sentence: /^The file is empty.*take it again\.$/ },
  {
    what: 'a text that is no snapshot',
    bytes: () => Buffer.from('hello'),
    sentence: /not a heap snapshot.*“h”/,
  },
  {
    what: 'JSON of something else',
    bytes: () => Buffer.from('{"name":"package"}'),
    sentence: /JSON but not a heap snapshot.*“name”/,
  },
  {
    what: 'a capture whose gzip was cut off',
    bytes: () => whole().subarray(0, 400_000),
    sentence: /gzip data are damaged or cut off after \d/,
  },
]) {
  test(`${what} is refused with one sentence, and the page stays usable`, async ({ page }) => {
    await page.goto('./')
    await dropFiles(page, { name: 'broken.heapsnapshot', bytes: bytes() })
    const alert = page.getByRole('alert')
    await expect(alert).toContainText('broken.heapsnapshot could not be opened')
    await expect(alert.getByRole('paragraph')).toHaveText([sentence])
    await dropCapture(page)
    await untilReady(page)
    await expect(page.getByRole('alert')).toBeHidden()
  })
}

for (const { what, bytes } of [
  { what: 'a broken file', bytes: () => Buffer.from('{') },
  { what: 'a capture that is cut off', bytes: () => whole().subarray(0, 400_000) },
]) {
  test(`${what} dropped on an open capture is dismissed back to the place in that capture`, async ({
    page,
  }) => {
    await page.goto('./')
    await dropCapture(page)
    await untilReady(page)
    await page.getByRole('link', { name: 'Classes' }).click()
    await page.getByPlaceholder(/filter classes/i).fill('Session')
    await expect(page).toHaveURL(/filter=Session/)
    const address = page.url()
    const started: string[] = []
    page.on('worker', (worker) => started.push(worker.url()))
    await dropFiles(page, { name: 'broken.heapsnapshot', bytes: bytes() })
    await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click()
    await untilReady(page)
    // It was kept, not opened again.
    expect(started).toHaveLength(1)
    expect(page.url()).toBe(address)
    await expect(classRow(page, /Session/).first()).toBeVisible()
    await expect.poll(() => page.workers().length).toBe(1)
  })
}

test('an opening that is cancelled leads back to the capture that was open', async ({ page }, info) => {
  const file = info.outputPath('endless.heapsnapshot.gz')
  writeFileSync(file, endlessCapture())
  await page.goto(sampleAt('&view=classes'))
  await untilReady(page)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file' }).click()
  await (await chooser).setFiles(file)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await untilReady(page)
  await expect(page.getByRole('link', { name: 'Classes' })).toHaveAttribute('aria-current', 'page')
})

test('where nothing was open, a refused file is dismissed to the landing page', async ({ page }) => {
  await page.goto('./')
  await dropFiles(page, { name: 'broken.heapsnapshot', bytes: Buffer.from('{') })
  const alert = page.getByRole('alert')
  await alert.getByRole('button', { name: 'Dismiss' }).click()
  await expect(alert).toBeHidden()
  await expect(page.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
})

test('a dropped folder is not taken for a file', async ({ page }) => {
  await page.goto('./')
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [fileURLToPath(new URL('.', import.meta.url))], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  }
  await expect(page.getByRole('status').filter({ hasText: 'e2e is a folder' })).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
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
