import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { classRow, expect, objectPanel, test, untilReady } from './journey.ts'
import { writeLargeCapture } from './large-capture.ts'
import { memoryOf, memorySoon } from './page-memory.ts'

/** Takes long enough to read that what is known early is shown before. */
const NODES = 1_200_000
/** Megabytes that may stay after it is gone. */
const REST = 8
const file = join(tmpdir(), `heapscope-early-${process.pid}.heapsnapshot`)
const container = file.replace(/\.heapsnapshot$/, '.heapscope')
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

test.use({ trace: 'off' })
test.beforeAll(() => writeLargeCapture(file, NODES))
test.afterAll(() => {
  for (const path of [file, container]) rmSync(path, { force: true })
})

interface Watched {
  readonly seen: string[]
}

/**
 * Notes what the status bar says while the biggest classes are on screen, and what any alert says; does `press` as soon
 * as references are being read, sooner than anyone outside the page could: it clicks on what the selectors name, one
 * after the other.
 */
async function watch(page: Page, press: readonly string[] = []): Promise<void> {
  await page.addInitScript((selectors) => {
    const waiting = [...selectors]
    const seen: string[] = []
    Object.assign(window, { seen })
    const note = (text: string) => {
      if (seen.at(-1) !== text) seen.push(text)
    }
    const look = () => {
      const alert = document.querySelector('[role=alert]')
      if (alert) note(alert.textContent)
      const bar = document.querySelector('footer')?.textContent ?? ''
      const said = /(?:references|objects) being read|retained sizes (?:being computed|ready)/.exec(bar)?.[0]
      const rows = document.querySelectorAll(
        'table[aria-label="Biggest classes"] tbody tr, [role=treegrid] [role=row]',
      )
      if (said && rows.length > 1) note(said)
      if (said === 'references being read' && waiting.length > 0) {
        const target = document.querySelector<HTMLElement>(waiting[0]!)
        if (target) {
          waiting.shift()
          target.click()
          note(`pressed ${target.textContent.trim()}`)
        }
      }
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
  }, press)
}

const seenBy = (page: Page) => page.evaluate(() => (window as unknown as Watched).seen)

async function openLarge(page: Page, path = file): Promise<void> {
  await page.goto('./')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file' }).click()
  await (await chooser).setFiles(path)
}

test('the first rows come before the references are read, and are replaced when they are', async ({
  page,
}) => {
  await watch(page)
  await openLarge(page)
  await untilReady(page)
  await expect(page.getByRole('main')).toContainText('by retained size')
  const seen = await seenBy(page)
  expect(seen[0]).toBe('references being read')
  expect(seen.at(-1)).toBe('retained sizes ready')
  await expect(page.getByRole('note')).toBeHidden()
})

test('the classes of a container come with their retained sizes, before its objects', async ({ page }) => {
  execFileSync(process.execPath, [cli, 'convert', file, '-o', container])
  await watch(page)
  await openLarge(page, container)
  const before = await page.waitForFunction(() => {
    const table = document.querySelector<HTMLElement>('table[aria-label="Biggest classes"]')
    const isReading = document.querySelector('footer')?.textContent.includes('objects being read')
    return isReading && table?.querySelector('tbody tr') ? table.innerText : null
  })
  await untilReady(page)
  await expect
    .poll(() => page.getByRole('table', { name: 'Biggest classes' }).innerText())
    .toBe(await before.jsonValue())
  expect(await seenBy(page)).toEqual(['objects being read', 'retained sizes ready'])
})

test('an object and a class opened early stay open, and all about them comes with the references', async ({
  page,
}) => {
  await watch(page, [
    'table[aria-label="Biggest objects"] tbody button',
    'table[aria-label="Biggest classes"] tbody button',
  ])
  await openLarge(page)
  await untilReady(page)
  const seen = await seenBy(page)
  const pressed = seen.filter((text) => text.startsWith('pressed '))
  expect(pressed).toHaveLength(2)
  const [, name] = /(Class\d+)×/.exec(pressed[1]!) ?? []
  await expect(classRow(page, new RegExp(`${name} [\\d,]+ `))).toHaveAttribute('aria-expanded', 'true')
  await expect(classRow(page, new RegExp(`${name} @\\d+`)).first()).toBeVisible()
  await expect(objectPanel(page).getByRole('article')).toContainText('Retained')
  expect(seen.filter((text) => !/^(pressed|references|retained)/.test(text))).toEqual([])
})

test('cancelling while references are being read ends both threads and frees their memory', async ({
  page,
}) => {
  await page.goto('./')
  const before = await memoryOf(page)
  await openLarge(page)
  // Looks at every frame.
  await page.waitForFunction(() =>
    document.querySelector('footer')?.textContent.includes('references being read'),
  )
  await page.getByRole('button', { name: 'Cancel' }).dispatchEvent('click')
  await expect(page.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
  await expect.poll(() => page.workers().length).toBe(0)
  await memorySoon(page).toBeLessThan(before + REST)
})
