import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { test as base, expect, type Locator, type Page } from '@playwright/test'

export { expect } from '@playwright/test'

const CAPTURES = new URL('../fixtures/captures/', import.meta.url)

/** The small program with known leaks, under Node 24: see `fixtures/captures/README.md`. */
export const NODE_CAPTURE = 'node-24.9.0-target.heapsnapshot.gz'

export function captureBytes(name: string): Buffer {
  return readFileSync(new URL(name, CAPTURES))
}

/** A capture in `fixtures/pairs`. */
export function pairBytes(name: string): Buffer {
  return readFileSync(new URL(`../pairs/${name}`, CAPTURES))
}

interface Watched {
  /** What the page did that it never should: requests to others, errors on the console. */
  readonly faults: string[]
}

/** Every journey also proves that the page speaks to its own server only, and raises no error. */
export const test = base.extend<{ watched: Watched }>({
  watched: [
    async ({ page, baseURL }, use) => {
      const faults: string[] = []
      page.context().on('request', (request) => {
        const url = request.url()
        if (!url.startsWith(baseURL ?? '') && !/^(blob|data):/.test(url)) faults.push(`request to ${url}`)
      })
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(`console: ${message.text()}`)
      })
      await use({ faults })
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

/** Drops files on the page as a user's drag from the desktop does: with drag events that carry them. */
export async function dropFiles(
  page: Page,
  ...files: readonly { name: string; bytes: Buffer }[]
): Promise<void> {
  const input = await page.evaluateHandle(() => {
    const made = document.createElement('input')
    made.type = 'file'
    made.multiple = true
    return made
  })
  await input.setInputFiles(files.map(onDisk))
  const data = await input.evaluateHandle(({ files: chosen }) => {
    const transfer = new DataTransfer()
    for (const file of chosen ?? []) transfer.items.add(file)
    return transfer
  })
  const body = page.locator('body')
  await body.dispatchEvent('dragenter', { dataTransfer: data })
  await body.dispatchEvent('dragover', { dataTransfer: data })
  await body.dispatchEvent('drop', { dataTransfer: data })
}

const folder = mkdtempSync(join(tmpdir(), 'heapscope-drop-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Pages read what is dropped from the disk, as late as they like; and several may have one name. */
function onDisk({ name, bytes }: { readonly name: string; readonly bytes: Buffer }): string {
  const path = join(mkdtempSync(join(folder, 'file-')), name)
  writeFileSync(path, bytes)
  return path
}

export async function dropCapture(page: Page, name = NODE_CAPTURE): Promise<void> {
  await dropFiles(page, { name, bytes: captureBytes(name) })
}

/** The address of a sample, at a place in it. */
export function sampleAt(place = ''): string {
  return `./#v=1&source=sample:${NODE_CAPTURE}${place}`
}

export async function untilReady(page: Page): Promise<void> {
  await expect(statusBar(page)).toContainText('retained sizes ready', { timeout: 30_000 })
}

export function statusBar(page: Page): Locator {
  return page.getByRole('contentinfo', { name: 'About this capture' })
}

export function objectPanel(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Selected object' })
}

export function classRow(page: Page, name: RegExp): Locator {
  return page.getByRole('treegrid', { name: 'Classes' }).getByRole('row', { name })
}

/**
 * Types a filter and waits until the rows on screen are those that pass it. Until then a row that is found by its name
 * may be one of those before, which moves or goes while it is clicked.
 * @param label of the box: `Filter classes`
 */
export async function filterBy(page: Page, label: string, filter: string): Promise<void> {
  const main = page.getByRole('main')
  await main.getByRole('combobox', { name: label }).fill(filter)
  await expect(page).toHaveURL(({ hash }) => new URLSearchParams(hash.slice(1)).get('filter') === filter)
  await expect(main.locator('[aria-busy=true]')).toHaveCount(0)
  await expect(main.getByRole('search').getByRole('status')).toHaveText(/^(showing )?[\d,]+ of [\d,]+ /)
}

/** Whether anything makes the page wider than the window. */
export async function widthOver(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
