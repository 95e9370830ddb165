import type { Page } from '@playwright/test'
import { classRow, expect, filterBy, sampleAt, test, untilReady, widthOver } from './journey.ts'

function selectionBar(page: Page) {
  return page.getByRole('region', { name: 'Selection' })
}

async function show(page: Page, view: string) {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view, exact: true }).click()
  await page.getByRole('radio', { name: 'Selection' }).check()
}

test('a class is selected, and the views answer about its objects alone', async ({ page }) => {
  await page.goto(sampleAt('&view=classes&filter=Session'))
  await untilReady(page)
  await classRow(page, /Session/)
    .first()
    .focus()
  await page.keyboard.press('x')
  await expect(selectionBar(page)).toContainText('410 objects')

  await show(page, 'Statistics')
  await expect(page.getByRole('main')).toContainText('about 410 selected objects only')
  const parts = page.getByRole('grid', { name: 'What the bytes are used for' })
  await expect(parts.getByRole('row', { name: /Other JS objects/ })).toContainText('410')
  await expect(parts.getByRole('row', { name: /Strings/ })).toContainText(/0\sB/)
  expect(page.url()).toContain('of=selection')
  await page.reload()
  await untilReady(page)
  await expect(parts.getByRole('row', { name: /Other JS objects/ })).toContainText('410')

  await show(page, 'Strings')
  await expect(page.getByText('No two strings of the selection have the same text.')).toBeVisible()
  await page.getByRole('radio', { name: 'All strings' }).check()
  await expect(page.getByRole('radio', { name: 'Selection' })).toBeChecked()
  await expect(page.getByText('No string is selected.')).toBeVisible()

  await show(page, 'Dominators')
  await expect(page.getByRole('main')).toContainText('about 410 selected objects only')
  const tree = page.getByRole('treegrid', { name: 'Dominator tree' })
  await expect(tree.getByRole('row', { name: /Session/ })).toContainText(/265\.\d\sKiB/)
  await expect(tree.getByRole('row', { name: /Session/ })).toContainText('410')
  await page.getByRole('radio', { name: 'Objects', exact: true }).check()
  await expect(tree.getByRole('row', { name: /Session.*@\d+/ }).first()).toBeVisible()

  await page.getByRole('radio', { name: 'Heap', exact: true }).check()
  await expect(page.getByRole('main')).not.toContainText('selected objects only')
})

test('collections and shapes are those of the selection, and clearing it shows all again', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=collections&sel=class:%3DMap&sel=class:Array+size:>1k'))
  await untilReady(page)
  const all = await page.getByText(/^\d[\d,]* owners$/).textContent()
  await page.getByRole('radio', { name: 'Selection' }).check()
  await expect(page.getByText(/^\d[\d,]* owners$/)).not.toHaveText(all!)
  const kinds = page.getByRole('list', { name: 'Collections by kind' })
  await expect(kinds.getByRole('button')).toHaveText([/\d+ Map/, /\d+ Array/])
  await kinds.getByRole('button', { name: /Map/ }).click()
  await expect(page.getByRole('radio', { name: 'Selection' })).toBeChecked()
  await expect(page.getByRole('grid', { name: 'Collections' })).toContainText('Map')

  await show(page, 'Shapes')
  await expect(page.getByText('No plain object is selected.')).toBeVisible()
  await selectionBar(page).getByRole('button', { name: 'Clear' }).click()
  await expect(page.getByText(/^\d[\d,]* shapes$/)).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Selection' })).toBeHidden()
})

test('the last step of the selection is taken back by the button, and by its command once nothing is selected', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=classes&filter=Session'))
  await untilReady(page)
  await classRow(page, /Session/)
    .first()
    .focus()
  await page.keyboard.press('x')
  await expect(selectionBar(page)).toContainText('410 objects')
  await filterBy(page, 'Filter classes', 'Point')
  await classRow(page, /Point/).first().focus()
  await page.keyboard.press('x')
  await expect(selectionBar(page)).toContainText('2,000 objects')
  await selectionBar(page).getByRole('button', { name: 'Undo' }).click()
  await expect(selectionBar(page)).toContainText('410 objects')
  await selectionBar(page).getByRole('button', { name: 'Clear' }).click()
  await expect(selectionBar(page)).toBeHidden()
  await page.keyboard.press('Shift+U')
  await expect(selectionBar(page)).toContainText('410 objects')
})

for (const view of ['roots', 'realms', 'kept', 'closures', 'allocations', 'statistics', 'dominators']) {
  test(`${view} of a selection fit a page 390 px wide`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(sampleAt(`&view=${view}&of=selection&sel=kind:object,array`))
    await untilReady(page)
    await expect(selectionBar(page)).toContainText('objects')
    expect(await widthOver(page)).toBe(0)
  })
}
