import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { expect, objectPanel, sampleAt, test, untilReady, widthOver } from './journey.ts'

const SESSIONS = '&view=retainers&sel=class:=Session'

function drawing(page: Page): Locator {
  return page.getByRole('tree', { name: /^Paths from the roots to/ })
}

function box(page: Page, name: RegExp): Locator {
  return drawing(page).getByRole('treeitem', { name })
}

function takenOut(page: Page): Locator {
  return page.getByRole('region', { name: 'What is taken out' })
}

async function openView(page: Page, place: string): Promise<void> {
  await page.goto(sampleAt(place))
  await untilReady(page)
}

test('all sessions are drawn below the map in cache.entries, and the table says the same', async ({
  page,
}) => {
  await openView(page, SESSIONS)
  await expect(page.getByText('410 selected objects, 22.5 KiB: paths to all of them')).toBeVisible()
  await expect(drawing(page).getByRole('treeitem')).toHaveCount(6)
  for (const name of [
    /^global @\d+.*every path/,
    /^Cache @.*by \.cache.*every path/,
    /^Map @.*by \.entries/,
  ]) {
    await expect(box(page, name)).toBeVisible()
  }
  await expect(box(page, /^Session ×410, by \[…\]; 410 selected objects.*410 of them here/)).toBeVisible()
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('every path')

  await page.getByRole('tab', { name: 'Paths as a table' }).click()
  const table = page.getByRole('treegrid', { name: /^Paths from the roots/ })
  await expect(table.getByRole('row', { name: /Session ×410/ })).toContainText('410')
  await expect(table.getByRole('row', { name: /Map @/ })).toContainText('◆ yes')
  await expect(page).toHaveURL(/show=table/)
  await page.reload()
  await untilReady(page)
  await expect(table.getByRole('row', { name: /Session ×410/ })).toBeVisible()
})

test('with the keyboard alone: walk down, cut the entries, see what is freed, undo', async ({ page }) => {
  await openView(page, SESSIONS)
  await box(page, /^Roots/).focus()
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown')
  await expect(box(page, /^Map @/)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(objectPanel(page)).toContainText('Map')
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: /^Cut \.entries/ }).press('Enter')
  await expect(takenOut(page)).toContainText(/freed in [\d,]+ objects; of the selection 410 of 410/)
  await expect(page.getByText(/^Nothing else keeps any of these 410 objects alive/)).toBeVisible()

  await page.reload()
  await untilReady(page)
  await expect(takenOut(page)).toContainText('of the selection 410 of 410')
  await page.getByRole('tab', { name: 'What is freed' }).click()
  const freed = page.getByRole('grid', { name: 'Classes of what is freed' })
  await expect(freed.getByRole('row', { name: /Session/ })).toContainText('410')
  await takenOut(page).getByRole('button', { name: 'Undo' }).click()
  await expect(takenOut(page)).toBeHidden()
  await expect(page.getByText(/^If 410 selected objects went away/)).toBeVisible()
  await page.goBack()
  await expect(takenOut(page)).toBeVisible()
})

test('folded boxes open, zoom keys zoom, and the drawing is saved as SVG, PNG and DOT', async ({ page }) => {
  await openView(page, '&view=retainers&sel=kind:string')
  const boxes = drawing(page).getByRole('treeitem')
  await expect(boxes.first()).toBeVisible()
  const before = await boxes.count()
  const fold = box(page, /more ways.*folded/).first()
  await fold.focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => boxes.count()).toBeGreaterThan(before)
  await expect(page).toHaveURL(/open=/)

  const scale = async (): Promise<number> =>
    Number(
      /scale\(([\d.]+)\)/.exec((await drawing(page).locator('> g').getAttribute('transform')) ?? '')?.[1],
    )
  await box(page, /^Roots/).focus()
  const first = await scale()
  await page.keyboard.press('+')
  await expect.poll(scale).toBeGreaterThan(first)
  await page.keyboard.press('0')
  await expect.poll(scale).toBeLessThanOrEqual(1)

  for (const format of ['SVG', 'PNG', 'DOT'] as const) {
    await page.getByRole('button', { name: 'Save' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: `The drawing as ${format}` }).click()
    const bytes = await readFile(await (await download).path())
    expect(bytes.subarray(0, 4).toString('latin1')).toBe(
      { SVG: '<svg', PNG: '\u0089PNG', DOT: 'digr' }[format],
    )
  }
})

test('the path in the object panel is cut and continued by others that share no object', async ({ page }) => {
  await openView(page, '&view=classes&filter=Session&selected=@116387')
  const panel = objectPanel(page)
  await panel.getByRole('button', { name: 'Held how else?' }).click()
  await expect(panel).toContainText('No other path: every way shares an object with the shortest one.')
  await panel.getByRole('button', { name: /^Cut the reference entries to Map/ }).focus()
  await page.keyboard.press('Enter')
  await expect(takenOut(page)).toContainText('of the selection 1 of 1')
  await expect(takenOut(page)).toContainText('cut .entries')
  await takenOut(page).getByRole('button', { name: 'Restore all' }).click()
  await expect(box(page, /^Session @116387|Session.*@116387/)).toBeVisible()
  await page.getByRole('tab', { name: 'Held how else?' }).click()
  await expect(page.getByRole('region', { name: 'Path 1 of 1' })).toContainText('Cache')
})

test('who holds them is a list that filters and sorts', async ({ page }) => {
  await openView(page, `${SESSIONS}&show=holders`)
  const list = page.getByRole('grid', { name: 'Who holds them' })
  await expect(list.getByRole('row', { name: /\[…\]/ }).first()).toContainText('410')
  await page
    .getByRole('combobox', { name: /^Filter/ })
    .or(page.getByRole('combobox', { name: /^Filter/ }))
    .fill('class:Nobody')
  await expect(page.getByText(/^No way to hold them passes the filter/)).toBeVisible()
})

test('the other way, it draws what the selection refers to, with folds that open, a table and files', async ({
  page,
}) => {
  await openView(page, SESSIONS)
  await page.getByRole('radio', { name: 'Refers to' }).check()
  await expect(page).toHaveURL(/way=refers/)
  await expect(
    page.getByText(/^410 selected objects: [\d,]+ objects reached, .*each shown once/),
  ).toBeVisible()
  const graph = page.getByRole('tree', { name: 'What 410 selected objects refer to' })
  await expect(graph.getByRole('treeitem').first()).toHaveAccessibleName(/^410 selected objects; /)
  const first = graph.getByRole('treeitem').nth(0)
  await first.focus()
  await page.keyboard.press('ArrowDown')
  await expect(graph.getByRole('treeitem', { name: /, by / }).first()).toBeVisible()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await expect(page.getByRole('menuitem', { name: /^Cut/ })).toHaveCount(0)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Save' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'The drawing as DOT' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('references.dot')
  const dot = await readFile(await file.path(), 'utf8')
  expect(dot).toMatch(/^digraph heap \{/)
  expect(dot.match(/^ {2}n\d+ \[/gm)).toHaveLength(await graph.getByRole('treeitem').count())

  await page.getByRole('tab', { name: 'References as a table' }).click()
  const table = page.getByRole('treegrid', { name: /refer to$/ })
  await expect(table.getByRole('columnheader', { name: 'Reference' })).toBeVisible()
  await page.reload()
  await untilReady(page)
  await expect(table.getByRole('row').nth(1)).toContainText('410 selected objects')
  await page.getByRole('radio', { name: 'Kept by' }).check()
  await expect(box(page, /^Session ×410/)).toBeVisible()
})

test('without a selection or an object it says what to do', async ({ page }) => {
  await openView(page, '&view=retainers')
  await page.getByRole('button', { name: 'Choose a class' }).click()
  await expect(page.getByRole('treegrid', { name: 'Classes' })).toBeVisible()
})

test('a cut in the address that names nothing is said, and nonsense is left out', async ({ page }) => {
  const cut = encodeURIComponent(JSON.stringify([{ from: '@1', type: 'property', name: 'x', to: '@2' }]))
  await openView(page, `${SESSIONS}&without=${cut}`)
  await expect(takenOut(page)).toContainText('1 of these steps finds nothing')
  await openView(page, `${SESSIONS}&without=%7Bnonsense`)
  await expect(box(page, /^Session/)).toBeVisible()
  await expect(takenOut(page)).toBeHidden()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no serious fault of access in ${colorScheme}, wide and narrow`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    for (const show of ['&way=refers', '&way=refers&show=table']) {
      await openView(page, `${SESSIONS}${show}`)
      await expect(page.getByText(/each shown once/)).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    }
    for (const show of ['', '&show=table', '&show=holders', '&show=freed', '&show=else']) {
      await openView(page, `${SESSIONS}${show}&without=${encodeURIComponent('["@44509"]')}`)
      await expect(takenOut(page)).toContainText('freed')
      expect(await faultsOf(page)).toEqual([])
    }
    await page.setViewportSize({ width: 390, height: 844 })
    await expect.poll(() => widthOver(page)).toBeLessThanOrEqual(0)
    await page.getByRole('tab', { name: 'Paths', exact: true }).click()
    await expect(box(page, /^Session/)).toBeVisible()
    expect(await widthOver(page)).toBeLessThanOrEqual(0)
    expect(await faultsOf(page)).toEqual([])
  })
}

test('on a page 390 px wide the tab that is shown is in sight, and the legend comes when asked for', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openView(page, `${SESSIONS}&show=else`)
  await expect(page.getByRole('tab', { name: 'Held how else?' })).toBeInViewport({ ratio: 1 })
  await page.getByRole('tab', { name: 'Paths', exact: true }).click()
  const legend = page.getByRole('list', { name: 'Legend' })
  await expect(page.getByRole('button', { name: 'Legend' })).toBeVisible()
  await expect(legend).toBeHidden()
  await page.getByRole('button', { name: 'Legend' }).click()
  await expect(legend).toContainText('every path')
  expect(await widthOver(page)).toBe(0)
})
