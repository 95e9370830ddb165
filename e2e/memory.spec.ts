import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Page } from '@playwright/test'
import {
  captureBytes,
  dropCapture,
  dropFiles,
  expect,
  NODE_CAPTURE,
  statusBar,
  test,
  untilReady,
} from './journey.ts'
import { writeLargeCapture } from './large-capture.ts'
import { memoryOf, memorySoon } from './page-memory.ts'

/** Opens in a second or more: long enough to be cancelled at every stage. */
const NODES = 600_000
/** What an open capture of that size takes at least, in megabytes: less would mean that the figures do not see it. */
const HELD = 40
/** What may stay after it is gone: pieces of the page's own, garbage that is not collected yet. */
const REST = 8
const file = join(tmpdir(), `heapscope-large-${process.pid}.heapsnapshot`)

// Recording every step would slow down what is to be caught in the middle.
test.use({ trace: 'off' })
test.beforeAll(() => writeLargeCapture(file, NODES))
test.afterAll(() => rmSync(file, { force: true }))

const threads = (page: Page) => expect.poll(() => page.workers().length, { message: 'threads that run' })

async function openLarge(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file' }).click()
  await (await chooser).setFiles(file)
}

type Stage = 'reading' | 'computing' | 'ready'

/** Waits until opening is `percent` done. @returns the stage it is at then, which may be a later one */
async function reach(page: Page, percent: number): Promise<Stage> {
  const bars: readonly (readonly [Stage, string])[] = [
    ['reading', 'Opening'],
    ['computing', 'Computing retained sizes'],
  ]
  for (;;) {
    if (await statusBar(page).getByText('retained sizes ready').isVisible()) return 'ready'
    for (const [stage, name] of bars) {
      const bar = page.getByRole('progressbar', { name })
      if (!(await bar.isVisible())) continue
      const done = await bar.getAttribute('aria-valuenow', { timeout: 200 }).catch(() => null)
      if (Number(done) >= percent) return stage
    }
  }
}

/** Gives up what is opening, or closes it where it is ready by now. */
async function leave(page: Page): Promise<void> {
  // While sizes are computed there are both; cancelling stands at the bottom.
  const ways = page.getByRole('button', { name: /^(Cancel|Close the capture)$/ })
  await ways.last().dispatchEvent('click')
}

test('closing a capture ends its threads and frees its memory', async ({ page }) => {
  await page.goto('./')
  const before = await memoryOf(page)
  await openLarge(page)
  await untilReady(page)
  expect((await memoryOf(page)) - before).toBeGreaterThan(HELD)
  await page.getByRole('button', { name: 'Close the capture' }).click()
  await threads(page).toBe(0)
  await memorySoon(page).toBeLessThan(before + REST)
})

test('a capture opened and cancelled ten times, at every stage, leaves no thread and no memory', async ({
  page,
}) => {
  // Ten openings take most of a minute where tests share the cores.
  test.slow()
  await page.goto('./')
  const before = await memoryOf(page)
  const stages: Stage[] = []
  for (const percent of [0, 10, 30, 40, 45, 55, 66, 70, 75, 85]) {
    await openLarge(page)
    stages.push(await reach(page, percent))
    await leave(page)
    await expect(page.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
    await threads(page).toBe(0)
  }
  expect(stages).toEqual(expect.arrayContaining(['reading', 'computing']))
  await memorySoon(page).toBeLessThan(before + REST)
})

test('a capture dropped while another one loads takes its place, thread and all', async ({ page }) => {
  await page.goto('./')
  for (const percent of [10, 66]) {
    await openLarge(page)
    // The one before is ready until it has gone.
    await expect(page.getByRole('banner').filter({ hasText: NODE_CAPTURE })).toHaveCount(0)
    expect(await reach(page, percent)).not.toBe('ready')
    await dropCapture(page)
    await expect(page.getByRole('banner')).toContainText(NODE_CAPTURE)
    await untilReady(page)
    await threads(page).toBe(1)
    await memorySoon(page).toBeLessThan(HELD)
  }
})

test('of several files dropped while another one loads all are opened, and one thread is left of each', async ({
  page,
}) => {
  await page.goto('./')
  await openLarge(page)
  await reach(page, 10)
  const bytes = captureBytes(NODE_CAPTURE)
  await dropFiles(page, { name: 'first.heapsnapshot.gz', bytes }, { name: 'second.heapsnapshot.gz', bytes })
  await untilReady(page)
  await expect(page.getByRole('list', { name: 'Captures' })).toHaveText(/first.*second/)
  await expect(page.getByText(/were found in the base/)).toBeVisible({ timeout: 30_000 })
  await threads(page).toBe(2)
})

test('a capture that was cancelled opens again', async ({ page }) => {
  await page.goto('./')
  await openLarge(page)
  await reach(page, 30)
  await leave(page)
  await openLarge(page)
  await untilReady(page)
  await threads(page).toBe(1)
})
