import type { Locator, Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { expect, objectPanel, sampleAt, test, untilReady, widthOver } from './journey.ts'

/** The Map of the cache that keeps 410 sessions. */
const MAP = '&at=global+%3E+Cache+%3E+Map'

const drawing = (page: Page): Locator => page.getByRole('tree', { name: /Dominator tree/ })
/** What the drawing tells of its active cell. */
const active = (page: Page): Locator => drawing(page).getByRole('treeitem')
const table = (page: Page): Locator => page.getByRole('treegrid', { name: 'Dominator tree' })
const crumbs = (page: Page): Locator => page.getByRole('navigation', { name: 'Where it is zoomed to' })

async function openAt(page: Page, place = ''): Promise<void> {
  await page.goto(sampleAt(`&view=dominators${place}`))
  await untilReady(page)
  await expect(active(page)).not.toBeEmpty()
}

/** Clicks into the drawing, `x` and `y` pixels from its upper left corner. */
async function clickAt(page: Page, x: number, y: number): Promise<void> {
  await drawing(page).locator('canvas').click({ position: { x, y } })
}

test('the keys lead from the root to the 410 sessions of the cache and out again', async ({ page }) => {
  await openAt(page, MAP)
  await expect(active(page)).toContainText(/^Map, 1 object, 289\.9\sKiB, 296,896 bytes, 4\.0% of the heap/)
  await drawing(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(active(page)).toContainText(/^Session ×410, 410 objects, 265\.5\sKiB/)
  await page.keyboard.press('Enter')
  await expect(crumbs(page)).toHaveText(/^\(root\)globalCacheMapSession$/)
  await expect(page).toHaveURL(/at=global\+%3E\+Cache\+%3E\+Map\+%3E\+Session\+@77:4:28/)
  await expect(active(page)).toContainText(/^Session ×410/)
  await expect(drawing(page)).toBeFocused()
  await page.keyboard.press('Backspace')
  await expect(crumbs(page)).toHaveText(/^\(root\)globalCacheMap$/)
  // One goes on from the cell that one was in.
  await expect(active(page)).toContainText(/^Session ×410, .* of Map/)
  await page.keyboard.press('ArrowUp')
  await expect(active(page)).toContainText(/^Map, 1 object/)
  await crumbs(page).getByRole('button', { name: '(root)' }).click()
  await expect(active(page)).toContainText(/^\(root\), 7\.0\sMiB/)
  await drawing(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(active(page)).toContainText(/^global ×2, 2 objects, 6\.5\sMiB, .*93\.1% of the heap/)
})

test('a click zooms, back leads out, and a reload stays', async ({ page }) => {
  await openAt(page, MAP)
  await clickAt(page, 30, 33)
  await expect(crumbs(page)).toContainText('Session')
  await page.reload()
  await untilReady(page)
  await expect(active(page)).toContainText(/^Session ×410/)
  await page.goBack()
  await expect(active(page)).toContainText(/^Map, 1 object/)
})

test('hovering tells the exact bytes of a cell', async ({ page }) => {
  await openAt(page, MAP)
  await drawing(page)
    .locator('canvas')
    .hover({ position: { x: 30, y: 33 } })
  await expect(page.getByText(/410 objects · 265\.5\sKiB · 271,896 bytes · 3\.7% of the heap/)).toBeVisible()
})

test('the table opens level by level to the same figures, and Enter zooms the drawing', async ({ page }) => {
  await openAt(page)
  for (const name of [/ global /, / Cache /, / Map /]) {
    const row = table(page).getByRole('row', { name }).first()
    await row.focus()
    await page.keyboard.press('ArrowRight')
    await expect(row).toHaveAttribute('aria-expanded', 'true')
  }
  const sessions = table(page)
    .getByRole('row', { name: /Session/ })
    .first()
  await expect(sessions).toContainText(/265\.5\sKiB.*22\.5\sKiB.*410/)
  await sessions.focus()
  await page.keyboard.press('Enter')
  await expect(active(page)).toContainText(/^Session ×410/)
})

test('by object a cell selects its object, and the accumulation point of the cache is the table of its Map', async ({
  page,
}) => {
  await openAt(page, '&by=object&at=@57797')
  await expect(active(page)).toContainText(/^Cache, @57797, 292\.0\sKiB/)
  await drawing(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(active(page)).toContainText(/^Map, @98135/)
  await page.keyboard.press('Enter')
  await expect(objectPanel(page)).toContainText('@98135')
  await page.goBack()
  await expect(active(page)).toContainText(/^Cache, @57797/)
  await page.getByRole('button', { name: 'Jump to the accumulation point' }).click()
  await expect(objectPanel(page)).toContainText('@126967')
  await expect(active(page)).toContainText(/^\(array\), @126967/)
  await expect(crumbs(page)).toContainText('Cache @57797')
  await expect(page.getByText(/2 steps down, \(array\) @126967 retains 275\.9\sKiB/)).toBeVisible()
})

test('the objects of a cell become the selection', async ({ page }) => {
  await openAt(page, MAP)
  await drawing(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  const bar = page.getByRole('region', { name: 'Selection' })
  await expect(bar).toContainText('410 objects')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(bar).toContainText('411 objects')
})

test('a cell has the menu of rows: by the mouse and from the keyboard', async ({ page }) => {
  await openAt(page, MAP)
  await drawing(page)
    .locator('canvas')
    .click({ button: 'right', position: { x: 30, y: 33 } })
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem')).toHaveText([
    'Zoom to it',
    /^Select only this/,
    /^Add to the selection/,
    /^Take from the selection/,
    'Copy the cell',
  ])
  await menu.getByRole('menuitem', { name: 'Select only this' }).click()
  const bar = page.getByRole('region', { name: 'Selection' })
  await expect(bar).toContainText('410 objects')
  await expect(drawing(page)).toBeFocused()
  await expect(active(page)).toContainText(/^Session ×410/)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ContextMenu')
  await menu.getByRole('menuitem', { name: 'Add to the selection' }).click()
  await expect(bar).toContainText('411 objects')
})

test('the menu of an object’s cell opens the object and leaves the drawing where it is', async ({ page }) => {
  await openAt(page, '&by=object&at=@57797')
  await drawing(page)
    .locator('canvas')
    .click({ button: 'right', position: { x: 30, y: 33 } })
  await page.getByRole('menuitem', { name: 'Open the object' }).click()
  await expect(objectPanel(page)).toContainText('@98135')
  await expect(page).toHaveURL(/at=@57797/)
})

test('the treemap, the smallest size and the kind of cells stand in the address', async ({ page }) => {
  await openAt(page, MAP)
  await page.getByRole('radio', { name: 'Treemap' }).check()
  await page.getByRole('combobox', { name: 'Smallest' }).selectOption('5')
  await expect(page).toHaveURL(/draw=treemap&min=5|min=5&draw=treemap/)
  await drawing(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  // Sizes add up: 296,896 bytes are those of the sessions, the own ones, and the rest.
  await expect(active(page)).toContainText(/^own bytes, 14\.1\sKiB/)
  await page.keyboard.press('ArrowLeft')
  await expect(active(page)).toContainText(/^Session ×410/)
  await page.reload()
  await untilReady(page)
  await expect(page.getByRole('radio', { name: 'Treemap' })).toBeChecked()
  await expect(page.getByRole('combobox', { name: 'Smallest' })).toHaveValue('5')
})

test('where a capture does not name its scripts, modules are said to be unknown', async ({ page }) => {
  await openAt(page)
  await page.getByRole('radio', { name: 'Modules' }).check()
  await expect(page.getByText('modules are unknown')).toBeVisible()
  await page.getByRole('button', { name: 'Show classes' }).click()
  await expect(active(page)).toContainText(/^\(root\)/)
})

test('a place that is not there says so', async ({ page }) => {
  await page.goto(sampleAt('&view=dominators&at=Nothing'))
  await untilReady(page)
  await expect(page.getByText('Nothing in the dominator tree is at “Nothing”.')).toBeVisible()
})

test('the overview shows the upper levels, and a cell leads to the view', async ({ page }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await expect(active(page)).toContainText(/^\(root\), 7\.0\sMiB/)
  await clickAt(page, 200, 33)
  await expect(page.getByRole('main', { name: 'Dominators' })).toBeVisible()
  await expect(crumbs(page)).toHaveText(/^\(root\)global$/)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })

    test('axe finds no serious fault in the dominators', async ({ page }) => {
      await openAt(page, MAP)
      expect(await faultsOf(page)).toEqual([])
      await page.getByRole('radio', { name: 'Treemap' }).check()
      await page.getByRole('radio', { name: 'Objects' }).check()
      await expect(active(page)).toContainText('@1')
      expect(await faultsOf(page)).toEqual([])
    })
  })
}

test.describe('on a page 390 px wide', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('nothing scrolls sideways in either drawing', async ({ page }) => {
    await openAt(page, MAP)
    expect(await widthOver(page)).toBe(0)
    await clickAt(page, 30, 33)
    await expect(active(page)).toContainText(/^Session ×410/)
    await page.getByRole('radio', { name: 'Treemap' }).check()
    expect(await widthOver(page)).toBe(0)
  })
})
