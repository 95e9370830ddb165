import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Locator, Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { showFindings, untilTried } from './findings-view.ts'
import { dropFiles, expect, objectPanel, pairBytes, test, untilReady, widthOver } from './journey.ts'

/** Orders of which each has a country of its own, of fifty countries: several MiB that could be shared. */
const WASTEFUL = `
  class Order {
    constructor(row) { this.country = Buffer.from('country of the customer ' + (row % 50)).toString() }
  }
  globalThis.orders = Array.from({ length: 60_000 }, (_, row) => new Order(row))
  require('node:v8').writeHeapSnapshot(process.argv[1])`

let wasteful: Buffer

test.beforeAll(() => {
  wasteful = heapOf(WASTEFUL)
})

/** What a program leaves that writes a heap snapshot into the file it is told. */
function heapOf(program: string): Buffer {
  const file = join(mkdtempSync(join(tmpdir(), 'heapscope-findings-')), 'a.heapsnapshot')
  execFileSync(process.execPath, ['-e', program, file], { env: { ...process.env, NODE_OPTIONS: '' } })
  return readFileSync(file)
}

async function openFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.goto('./')
  await dropFiles(page, { name, bytes })
  await untilReady(page)
}

const openWasteful = (page: Page) => openFile(page, 'orders.heapsnapshot', wasteful)

const findings = (page: Page): Locator => page.getByRole('list', { name: 'Findings' })
const finding = (page: Page, name: RegExp): Locator => findings(page).getByRole('button', { name })
const item = (page: Page, name: RegExp): Locator =>
  findings(page).getByRole('listitem').filter({ hasText: name })
const COPIES = /Order\.country holds .* copies/
/** How many the list of views says there are. */
const counted = async (page: Page) => {
  const link = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Findings/ })
  return Number((await link.textContent())!.replace('Findings', ''))
}

test('findings are listed with how bad they are, open to all that is known, and select their evidence', async ({
  page,
}) => {
  await openFile(page, 'run-800.heapsnapshot.gz', pairBytes('run-800.heapsnapshot.gz'))
  await showFindings(page)
  const sessions = finding(page, /^(Note|Warning|Serious) Cache\.entries holds 810 Session objects/)
  await expect(sessions).toContainText('Collection that holds much of the heap · held by Cache.entries')
  await sessions.click()
  const opened = item(page, /Cache\.entries holds 810 Session/)
  await expect(opened).toContainText('globalThis.cache.entries')
  await expect(opened).toContainText(/Saves an estimated/)
  await expect(opened.getByRole('table', { name: /^The evidence: [\d,]+ objects/ })).toContainText('Session')
  await opened.getByText('3 steps from the root').click()
  await expect(opened.getByRole('listitem').filter({ hasText: '.cache' })).toContainText(
    'life goes on too long here',
  )
  const select = opened.getByRole('button', { name: /^Select [\d,]+ objects/ })
  const objects = (await select.textContent())!.replace('Select ', '')
  await select.click()
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText(objects)
  await opened.getByRole('button', { name: /^Look at @\d+/ }).click()
  await expect(objectPanel(page)).toContainText('Map')
  await opened.getByRole('button', { name: 'About this rule' }).click()
  const about = page.getByRole('dialog', { name: 'Collection that holds much of the heap' })
  await expect(about).toContainText('the usual leak where nothing takes entries out')
  // Keys are the dialog's own.
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(about).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(about).toBeHidden()
  await expect(page.getByRole('contentinfo')).toContainText('Kept in this browser')
  await page.reload()
  await untilReady(page)
  await expect(opened).toContainText('globalThis.cache.entries')
  await opened.getByRole('button', { name: 'Show its retainers' }).click()
  await expect(page.getByRole('main', { name: 'Retainers' })).toContainText('Map')
})

test('the list of findings is filtered by severity and rule, and says how many of how many it shows', async ({
  page,
}) => {
  await openWasteful(page)
  await showFindings(page)
  const status = page.getByRole('status').filter({ hasText: 'tried all' })
  const all = Number(/^\d+/.exec((await status.textContent())!)![0])
  await page.getByRole('radio', { name: /^Warning/ }).check()
  await expect(status).toContainText(new RegExp(`^showing \\d+ of ${all} findings`))
  await expect(finding(page, COPIES)).toBeVisible()
  await expect(finding(page, /^Note/)).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Rule' }).selectOption('duplicate-strings')
  await expect(findings(page).getByRole('listitem').filter({ hasNotText: 'Duplicate strings' })).toHaveCount(
    0,
  )
  await page.getByRole('radio', { name: /^Note/ }).check()
  await expect(page.getByText('No finding is of this severity and rule.')).toBeVisible()
  await page.getByRole('button', { name: 'Show all findings' }).click()
  await expect(status).toContainText(`${all} findings`)
})

test('the overview begins with the worst finding, which names its owner, and leads to all of them', async ({
  page,
}) => {
  await openWasteful(page)
  const main = page.getByRole('main', { name: 'Overview' })
  await expect(main.getByText('The reference that keeps it:')).toContainText('Order.country holds')
  await expect(main).toContainText('orders.heapsnapshot (V8 heap snapshot) holds')
  await main.getByRole('button', { name: /^See all \d+ findings/ }).click()
  await expect(finding(page, COPIES)).toHaveAttribute('aria-expanded', 'true')
})

test('a muted finding stands last with its reason and counts no more, also after a reload, until it is unmuted', async ({
  page,
}) => {
  await openWasteful(page)
  await showFindings(page)
  await expect(findings(page).getByRole('listitem').first()).toContainText(COPIES)
  const before = await counted(page)
  expect(before).toBeGreaterThan(0)
  await finding(page, COPIES).click()
  await page.getByRole('button', { name: 'Mute…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mute the finding' })
  await dialog.getByRole('button', { name: 'Mute', exact: true }).click()
  await expect(dialog, 'a reason is required').toBeVisible()
  await dialog.getByRole('textbox', { name: 'Why it is as it should be' }).fill('they are about to go')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(findings(page).getByRole('listitem').last()).toContainText('Muted: they are about to go')
  expect((await counted(page)) || 0).toBe(before - 1)
  await expect(page.getByRole('contentinfo')).toContainText('Kept in this browser')
  await page.reload()
  await untilReady(page)
  await untilTried(page)
  await expect(findings(page).getByRole('listitem').last()).toContainText('Muted: they are about to go')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page.getByRole('main', { name: 'Overview' })).toContainText('What it is made of')
  await expect(page.getByText('The reference that keeps it:')).not.toContainText('Order.country holds')
  await page.keyboard.press('g')
  await page.keyboard.press('z')
  await item(page, COPIES).getByRole('button', { name: 'Unmute' }).click()
  await expect(findings(page).getByRole('listitem').first()).toContainText(COPIES)
  expect(await counted(page)).toBe(before)
})

test('what was muted goes along in a saved file', async ({ page }) => {
  await openWasteful(page)
  await showFindings(page)
  await finding(page, COPIES).click()
  await page.getByRole('button', { name: 'Mute…' }).click()
  await page.getByRole('textbox', { name: 'Why it is as it should be' }).fill('known and planned')
  await page.keyboard.press('Enter')
  await expect(item(page, COPIES)).toContainText('Muted: known and planned')
  await page.keyboard.press('Shift+S')
  await expect(page.getByRole('dialog')).toContainText('1 muted finding with the reasons that were given')
  const download = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: 'Save as a file' }).click()
  const bytes = readFileSync(await (await download).path())
  const other = await page.context().browser()!.newContext()
  try {
    const there = await other.newPage()
    await openFile(there, 'orders.heapscope', bytes)
    await untilTried(there)
    await expect(item(there, COPIES)).toContainText('Muted: known and planned')
  } finally {
    await other.close()
  }
})

/** A collection by a name that no redacted capture has. */
const NAMED = `
  globalThis['visits of anna@example.com'] = new Map(Array.from({ length: 20_000 }, (_, i) => [i, { visit: i }]))
  require('node:v8').writeHeapSnapshot(process.argv[1])`

test('a muted finding is muted in a redacted file too, where its owner has another name', async ({
  page,
}) => {
  await openFile(page, 'visits.heapsnapshot', heapOf(NAMED))
  await showFindings(page)
  const anna = /^(Note|Warning|Serious).*anna@example\.com/
  await finding(page, anna).first().click()
  await page.getByRole('button', { name: 'Mute…' }).click()
  await page.getByRole('textbox', { name: 'Why it is as it should be' }).fill('our best customer')
  await page.keyboard.press('Enter')
  await expect(findings(page).getByRole('listitem').last()).toContainText('Muted: our best customer')
  const muted = await findings(page)
    .getByRole('listitem')
    .last()
    .getByText('Fingerprint')
    .locator('..')
    .textContent()
  await page.keyboard.press('Shift+S')
  await page.getByRole('dialog').getByText('to upload').waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: 'Save as a file' }).click()
  const bytes = readFileSync(await (await download).path())
  const other = await page.context().browser()!.newContext()
  try {
    const there = await other.newPage()
    await openFile(there, 'visits.heapscope', bytes)
    await untilTried(there)
    const last = findings(there).getByRole('listitem').last()
    await expect(last).toContainText('Muted: our best customer')
    await expect(last).toContainText('20,000')
    await expect(last).not.toContainText('anna@example.com')
    // It is open there as it was here.
    await expect(last).toContainText('Fingerprint')
    await expect(last).not.toContainText(muted!)
  } finally {
    await other.close()
  }
})

test('waste adds up to no more than the heap, and a row leads to its finding', async ({ page }) => {
  await openWasteful(page)
  await showFindings(page)
  await page.getByRole('tab', { name: 'Waste' }).click()
  const grid = page.getByRole('grid', { name: 'Waste' })
  const row = grid.getByRole('row', { name: /Duplicate strings.*Order\.country/ })
  await expect(row).toBeVisible()
  await grid.getByRole('columnheader', { name: 'Claimed' }).getByRole('button').click()
  await expect(page).toHaveURL(/sort=/)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /JSON/ }).click()
  const rows = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { counted: number }[]
  const sum = rows.reduce((all, { counted: bytes }) => all + bytes, 0)
  await expect(page.getByTitle(`${sum.toLocaleString('en')} bytes`)).toBeVisible()
  await row.focus()
  await page.keyboard.press('Enter')
  await expect(finding(page, COPIES)).toHaveAttribute('aria-expanded', 'true')
})

test('findings are gone through by keyboard alone', async ({ page }) => {
  await openFile(page, 'run-800.heapsnapshot.gz', pairBytes('run-800.heapsnapshot.gz'))
  await page.keyboard.press('g')
  await page.keyboard.press('z')
  await untilTried(page)
  const heads = findings(page).getByRole('button', { expanded: false })
  await heads.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(heads.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('x')
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('objects')
  await page.keyboard.press('Enter')
  await expect(findings(page).getByRole('table').first()).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const id = findings(page).getByRole('button', { name: /^@/ }).first()
  await expect(id).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(id).toBeFocused()
})

test('findings of a Python program speak its words', async ({ page }) => {
  const file = 'shop-after.heapsnapshot.gz'
  await openFile(page, file, readFileSync(new URL(`../fixtures/python/${file}`, import.meta.url)))
  await showFindings(page)
  await finding(page, /__main__\.sessions holds 945 __main__\.Session objects/).click()
  await expect(item(page, /__main__\.sessions holds 945/)).toContainText('weakref.WeakValueDictionary')
})

/** A heap of one small object, of which there is nothing to say. */
const SMALL = {
  snapshot: {
    meta: {
      node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
      node_types: [['synthetic', 'object'], 'string', 'number', 'number', 'number'],
      edge_fields: ['type', 'name_or_index', 'to_node'],
      edge_types: [['property'], 'string_or_number', 'node'],
    },
    node_count: 2,
    edge_count: 1,
  },
  nodes: [0, 0, 1, 0, 1, 1, 1, 3, 16, 0],
  edges: [0, 2, 5],
  strings: ['', 'Cache', 'cache'],
}

test('where nothing was found it says what was looked for', async ({ page }) => {
  await openFile(page, 'small.heapsnapshot', Buffer.from(JSON.stringify(SMALL)))
  await showFindings(page)
  await expect(
    page.getByText(/^No rule found anything wrong in this heap of 32\.0.KiB or more/),
  ).toBeVisible()
  await expect(page.getByText('Strings with the same text, each with bytes of its own')).toBeVisible()
  await page.getByRole('tab', { name: 'Waste' }).click()
  await expect(page.getByText('No finding of this heap has anything to save.')).toBeVisible()
})

test('with a base beside it a finding says how it has grown and what is new since then', async ({ page }) => {
  await page.goto('./')
  await dropFiles(
    page,
    ...['run-1', 'run-800'].map((name) => ({
      name: `${name}.heapsnapshot.gz`,
      bytes: pairBytes(`${name}.heapsnapshot.gz`),
    })),
  )
  await untilReady(page)
  await showFindings(page)
  await expect(item(page, /Cache\.entries holds 810/)).toContainText(/Grown: 283\.4.KiB → 560\.1.KiB/)
  await finding(page, /Cache\.entries holds 810 Session objects/).click()
  await expect(item(page, /Cache\.entries holds 810/)).toContainText(/New since the base: [\d,]+ objects/)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme, 390 px wide`, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 844 } })

    test('axe finds no serious fault in findings, open and muted, nor in waste, and nothing is too wide', async ({
      page,
    }) => {
      await openWasteful(page)
      await showFindings(page)
      await finding(page, COPIES).click()
      expect(await faultsOf(page)).toEqual([])
      await page.getByRole('button', { name: 'Mute…' }).click()
      await page.getByRole('textbox', { name: 'Why it is as it should be' }).fill('wanted')
      expect(await faultsOf(page)).toEqual([])
      await page.keyboard.press('Enter')
      await expect(item(page, COPIES)).toContainText('Muted: wanted')
      expect(await faultsOf(page)).toEqual([])
      expect(await widthOver(page)).toBeLessThanOrEqual(0)
      await page.getByRole('tab', { name: 'Waste' }).click()
      await expect(page.getByRole('grid', { name: 'Waste' }).getByRole('row').nth(1)).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
      expect(await widthOver(page)).toBeLessThanOrEqual(0)
    })
  })
}
