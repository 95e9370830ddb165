import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Page } from '@playwright/test'
import {
  captureBytes,
  classRow,
  dropCapture,
  dropFiles,
  expect,
  NODE_CAPTURE,
  objectPanel,
  statusBar,
  test,
  untilReady,
  widthOver,
} from './journey.ts'
import { writeLargeCapture } from './large-capture.ts'

const OTHER_CAPTURE = 'node-22.20.0-target.heapsnapshot.gz'

const entries = (page: Page) => page.getByRole('region', { name: 'Opened before' }).getByRole('listitem')

const entry = (page: Page, name: string) => page.getByRole('link', { name: new RegExp(`^${name}.*analysed`) })

async function untilKept(page: Page): Promise<void> {
  await expect(statusBar(page)).toContainText('Kept in this browser', { timeout: 30_000 })
}

/** Opens a capture as `name` and waits until it is kept. */
async function keep(page: Page, name: string, capture = NODE_CAPTURE): Promise<void> {
  await dropFiles(page, { name, bytes: captureBytes(capture) })
  // The one before is ready and kept.
  await expect(page.getByRole('banner')).toContainText(name)
  await untilReady(page)
  await untilKept(page)
}

/** The names and lengths of the files in the browser's own storage. */
async function stored(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('analyses', { create: true })
    const files: Record<string, number> = {}
    for await (const [name, handle] of folder.entries()) {
      files[name] = (await (handle as FileSystemFileHandle).getFile()).size
    }
    return files
  })
}

/** Of them, those that are being written. */
async function partsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const names: string[] = []
    for await (const name of (await root.getDirectoryHandle('analyses', { create: true })).keys()) {
      if (name.endsWith('.part')) names.push(name)
    }
    return names
  })
}

/** Leaves the page as a visitor who comes back: nothing but what is stored stays. */
async function comeBack(page: Page): Promise<void> {
  await page.goto('./')
  await page.reload()
}

async function classTable(page: Page): Promise<readonly string[]> {
  await page.getByRole('link', { name: 'Classes' }).click()
  // Shares come when the size of the whole heap has arrived.
  await expect(classRow(page, /Session/).first()).toContainText('%')
  return page.getByRole('treegrid', { name: 'Classes' }).getByRole('row').allTextContents()
}

test('an analysis that is kept opens without its file, with the same classes, objects and paths', async ({
  page,
}) => {
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  const classes = await classTable(page)
  await untilKept(page)
  const address = page.url()
  await comeBack(page)
  await entry(page, NODE_CAPTURE).click()
  await untilReady(page)
  await expect(page.getByRole('banner')).toContainText(NODE_CAPTURE)
  await expect(page).toHaveURL(/source=recent:[0-9a-f]{64}/)
  expect(await classTable(page)).toEqual(classes)
  await page.getByRole('combobox', { name: /Find an object/ }).fill('@57797')
  await page.getByRole('option', { name: /@57797/ }).click()
  await expect(objectPanel(page).getByRole('list', { name: /Path from the root/ })).toContainText('cache')
  // The address from before the hash was known leads there too.
  await page.goto(address)
  await page.reload()
  await untilReady(page)
  expect(await classTable(page)).toEqual(classes)
})

test('the same file under another name is one analysis, and a container is kept as it is', async ({
  page,
}) => {
  await page.goto('./')
  await keep(page, 'first.heapsnapshot.gz')
  const [name] = Object.keys(await stored(page))
  expect(name).toMatch(/^[0-9a-f]{64}\.heapscope$/)
  await keep(page, 'second.heapsnapshot.gz')
  expect(Object.keys(await stored(page))).toEqual([name])
  const [size] = Object.values(await stored(page))
  await comeBack(page)
  await expect(entries(page)).toHaveCount(1)
  await expect(entry(page, 'second.heapsnapshot.gz')).toContainText(/kept in \d/)
  const container = await page.evaluate(async (file) => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('analyses')
    const bytes = new Uint8Array(await (await (await folder.getFileHandle(file)).getFile()).arrayBuffer())
    return Array.from(bytes)
  }, name ?? '')
  await dropFiles(page, { name: 'app.heapscope', bytes: Buffer.from(container) })
  await untilReady(page)
  await untilKept(page)
  expect(Object.values(await stored(page))).toEqual([size, size])
})

test('analyses are deleted one by one, or all at once when that is confirmed', async ({ page }) => {
  await page.goto('./')
  await keep(page, 'one.heapsnapshot.gz')
  await keep(page, 'two.heapsnapshot.gz', OTHER_CAPTURE)
  await comeBack(page)
  await expect(entries(page)).toHaveText([/^two/, /^one/])
  await page.getByRole('button', { name: 'Delete one.heapsnapshot.gz from this browser' }).press('Enter')
  await expect(entries(page)).toHaveText([/^two/])
  await expect(page.getByRole('button', { name: /^Delete two/ })).toBeFocused()
  await keep(page, 'one.heapsnapshot.gz')
  await page.getByRole('button', { name: 'Close the capture' }).click()
  await page.getByRole('button', { name: 'Clear all' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Delete all 2' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Clear all' })).toBeFocused()
  await expect(entries(page)).toHaveCount(2)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Captures you open are kept in this browser')).toBeVisible()
  expect(await stored(page)).toEqual({})
})

test('what was not opened for longest makes room', async ({ page }) => {
  await page.goto('./')
  await keep(page, 'one.heapsnapshot.gz')
  const [size = 0] = Object.values(await stored(page))
  await page.addInitScript((bytes) => {
    // Room for one and a half.
    navigator.storage.estimate = () => Promise.resolve({ quota: (bytes * 1.5) / 0.6 })
  }, size)
  await comeBack(page)
  await keep(page, 'two.heapsnapshot.gz', OTHER_CAPTURE)
  await comeBack(page)
  await expect(entries(page)).toHaveText([/^two/])
  expect(Object.keys(await stored(page))).toHaveLength(1)
})

test('an analysis larger than all the room is not kept, and pushes nothing out', async ({ page }) => {
  await page.goto('./')
  await keep(page, 'one.heapsnapshot.gz')
  await page.addInitScript(() => {
    navigator.storage.estimate = () => Promise.resolve({ quota: 100_000 })
  })
  await comeBack(page)
  await dropFiles(page, { name: 'two.heapsnapshot.gz', bytes: captureBytes(OTHER_CAPTURE) })
  await expect(statusBar(page)).toContainText('Not kept after a reload. Its analysis needs more room')
  await comeBack(page)
  await expect(entries(page)).toHaveText([/^one/])
  expect(Object.keys(await stored(page))).toHaveLength(1)
})

/** Inverts one bit of the only container, in its middle or where told. */
async function flip(page: Page, at?: number): Promise<void> {
  await page.evaluate(async (byte) => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('analyses')
    for await (const handle of folder.values()) {
      const file = handle as FileSystemFileHandle
      const bytes = new Uint8Array(await (await file.getFile()).arrayBuffer())
      bytes[byte ?? bytes.length >> 1]! ^= 4
      const writable = await file.createWritable()
      await writable.write(bytes)
      await writable.close()
    }
  }, at)
}

for (const [where, at] of [
  ['its overview', 40],
  ['its objects', undefined],
] as const) {
  test(`a kept analysis with one wrong bit in ${where} is refused in words and deleted`, async ({ page }) => {
    await page.goto('./')
    await keep(page, 'one.heapsnapshot.gz')
    await comeBack(page)
    await flip(page, at)
    await entry(page, 'one.heapsnapshot.gz').click()
    const alert = page.getByRole('alert')
    await expect(alert).toContainText('one.heapsnapshot.gz could not be opened')
    await expect(alert).toContainText(
      /was damaged \(in section “[a-z ]+”, at byte \d+\) and has been deleted/,
    )
    await expect(entries(page)).toHaveCount(0)
    expect(await stored(page)).toEqual({})
    await dropCapture(page)
    await untilKept(page)
  })
}

test.describe('while a large analysis is being saved', () => {
  const file = join(tmpdir(), `heapscope-recent-${process.pid}.heapsnapshot`)
  test.beforeAll(() => writeLargeCapture(file, 1_000_000))
  test.afterAll(() => rmSync(file, { force: true }))

  test.beforeEach(async ({ page }) => {
    await page.goto('./')
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open a file' }).click()
    await (await chooser).setFiles(file)
    await expect.poll(() => partsOf(page), { intervals: [50], timeout: 30_000 }).toHaveLength(1)
    await expect(statusBar(page)).toContainText(/Keeping it in this browser… \d+%/)
  })

  test('closing it leaves nothing of it behind', async ({ page }) => {
    await page.getByRole('button', { name: 'Close the capture' }).click()
    await expect.poll(() => partsOf(page)).toEqual([])
    expect(await stored(page)).toEqual({})
    await expect(page.getByText('Captures you open are kept in this browser')).toBeVisible()
  })

  test('opening another one leaves only that', async ({ page }) => {
    await keep(page, 'one.heapsnapshot.gz')
    await expect.poll(() => partsOf(page)).toEqual([])
    expect(Object.keys(await stored(page))).toHaveLength(1)
  })

  test('coming back to it after a file that cannot be opened saves it anew', async ({ page }) => {
    await dropFiles(page, { name: 'notes.txt', bytes: Buffer.from('hello') })
    await expect(page.getByRole('alert')).toBeVisible()
    await expect.poll(() => partsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await untilKept(page)
    expect(Object.keys(await stored(page))).toHaveLength(1)
  })
})

test('what another tab keeps or deletes is listed and gone here too', async ({ page }) => {
  await page.goto('./')
  const other = await page.context().newPage()
  await other.goto('./')
  await keep(other, 'one.heapsnapshot.gz')
  await expect(entries(page)).toHaveText([/^one/])
  await page.getByRole('button', { name: /^Delete one/ }).click()
  await other.getByRole('button', { name: 'Close the capture' }).click()
  await expect(entries(other)).toHaveCount(0)
})

test('two tabs that save the same file at once keep it once', async ({ page }) => {
  const other = await page.context().newPage()
  await Promise.all([page.goto('./'), other.goto('./')])
  await Promise.all([keep(page, 'a.heapsnapshot.gz'), keep(other, 'b.heapsnapshot.gz')])
  expect(Object.keys(await stored(page))).toHaveLength(1)
  await comeBack(page)
  await expect(entries(page)).toHaveCount(1)
})

test('what a tab that died left behind, and what earlier versions kept, is cleared away', async ({
  page,
}) => {
  await page.goto('./')
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const analyses = await root.getDirectoryHandle('analyses', { create: true })
    await analyses.getFileHandle('1234.part', { create: true })
    await analyses.getFileHandle(`${'0'.repeat(64)}.heapscope`, { create: true })
    const recent = await root.getDirectoryHandle('recent', { create: true })
    await recent.getFileHandle('0123abcd.capture', { create: true })
  })
  await page.reload()
  await expect(page.getByText('by an earlier version were deleted')).toBeVisible()
  expect(await stored(page)).toEqual({})
  const folders = await page.evaluate(async () => {
    const names: string[] = []
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name)
    return names
  })
  expect(folders).toEqual(['analyses'])
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Opened before' })).toBeVisible()
  await expect(page.getByText('by an earlier version were deleted')).toBeHidden()
})

test('the list fits a page of 390 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./')
  await keep(page, `${'a-very-long-name-of-a-capture-'.repeat(5)}.heapsnapshot.gz`)
  await comeBack(page)
  await expect(entries(page)).toHaveCount(1)
  expect(await widthOver(page)).toBeLessThanOrEqual(0)
})
