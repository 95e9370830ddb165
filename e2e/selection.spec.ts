import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { classRow, expect, objectPanel, sampleAt, test, untilReady, widthOver } from './journey.ts'

function selectionBar(page: Page) {
  return page.getByRole('region', { name: 'Selection' })
}

test('a class becomes the selection by a key, an object is taken out, and a reload keeps it', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=classes&filter=Session'))
  await untilReady(page)
  await classRow(page, /Session/)
    .first()
    .focus()
  await page.keyboard.press('x')
  await expect(selectionBar(page)).toContainText('410 objects')
  // Each alone frees 265.5 KiB in sum; together they free a little more, which two of them or more keep alive.
  await expect(selectionBar(page)).toContainText(/266\.\d\sKiB retained together/)
  await expect(classRow(page, /Session/).first()).toContainText(/265\.\d\sKiB/)

  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(classRow(page, /Session.*@\d+/).first()).toBeFocused()
  await page.keyboard.press('-')
  await expect(selectionBar(page)).toContainText('409 objects')
  await page.reload()
  await untilReady(page)
  await expect(selectionBar(page)).toContainText('409 objects')

  await selectionBar(page)
    .getByRole('button', { name: /Leave out id:@/ })
    .click()
  await expect(selectionBar(page)).toContainText('410 objects')
  await page.goBack()
  await expect(selectionBar(page)).toContainText('409 objects')
  await selectionBar(page).getByRole('button', { name: 'Clear' }).click()
  await expect(selectionBar(page)).toBeHidden()
})

test('the menu of a row selects and copies, and the object panel adds its object', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(sampleAt('&view=classes&filter=Session&open=Session+@77:4:28'))
  await untilReady(page)
  const instance = classRow(page, /Session.*@\d+/).first()
  await instance.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Add to the selection' }).click()
  await expect(selectionBar(page)).toContainText('1 object')
  await classRow(page, /Session/)
    .first()
    .click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy the row', exact: false }).first().click()
  await expect(page.getByText('Copied the row.')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^Session @[\d:]+\t410\t\d+\t\d+\t\d+$/,
  )

  await classRow(page, /Session.*@\d+/)
    .nth(1)
    .click()
  await objectPanel(page).getByRole('button', { name: 'Add to the selection' }).click()
  await expect(selectionBar(page)).toContainText('2 objects')
  await objectPanel(page).getByRole('button', { name: 'Take from the selection' }).click()
  await expect(selectionBar(page)).toContainText('1 object')
})

test('a filter in the address that cannot be used says why, and can be left out', async ({ page }) => {
  await page.goto(sampleAt('&sel=class:Session&sel=size:huge'))
  await untilReady(page)
  await expect(selectionBar(page)).toContainText(/size/)
  await selectionBar(page).getByRole('button', { name: 'Leave out size:huge' }).click()
  await expect(selectionBar(page)).toContainText('410 objects')
})

test('objects and classes are listed of the selection alone, and the drawn paths lead to it', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=overview&sel=class:Session&sel=class:Point'))
  await untilReady(page)
  await selectionBar(page).getByRole('button', { name: 'Classes' }).click()
  await expect(page.getByText('2 classes')).toBeVisible()
  await expect(classRow(page, /Point/).first()).toContainText('2,000')
  await classRow(page, /Session/)
    .first()
    .click()
  await expect(classRow(page, /Session.*@\d+/).first()).toBeVisible()
  await selectionBar(page).getByRole('button', { name: 'Objects' }).click()
  await expect(page.getByText('2,410 objects').first()).toBeVisible()
  await page.getByLabel('Filter objects').fill('class:Session')
  await expect(page.getByText('410 of 2,410 objects')).toBeVisible()
  await page.reload()
  await untilReady(page)
  await expect(page.getByText('410 of 2,410 objects')).toBeVisible()
  await page.getByRole('radio', { name: 'Heap' }).check()
  await expect(page.getByText(/410 of 5\d,\d{3} objects/)).toBeVisible()
  await selectionBar(page).getByRole('button', { name: 'Retainers' }).click()
  await expect(page.getByRole('heading', { name: 'Retainers' })).toBeAttached()
  await expect(page.getByRole('main')).toContainText('2,410 selected objects')
})

for (const format of ['CSV', 'JSON'] as const) {
  test(`the whole table is saved as ${format}, with its filter`, async ({ page }) => {
    await page.goto(sampleAt('&view=classes&filter=Session'))
    await untilReady(page)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: new RegExp(format) }).click()
    const download = await saved
    expect(download.suggestedFilename()).toBe(`classes.${format.toLowerCase()}`)
    const text = await readFile(await download.path(), 'utf8')
    if (format === 'CSV')
      expect(text).toMatch(/^Class,Count,Shallow,Retained,Distance\nSession @[\d:]+,410,\d+,\d+,\d+\n/)
    else
      expect(JSON.parse(text)).toContainEqual(
        expect.objectContaining({ name: expect.stringMatching(/^Session @/), count: 410 }),
      )
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })

    test('axe finds no serious fault with a selection and an open menu', async ({ page }) => {
      await page.goto(sampleAt('&view=classes&sel=class:Session&unsel=id:@7'))
      await untilReady(page)
      await expect(selectionBar(page)).toContainText('objects')
      expect(await faultsOf(page)).toEqual([])
      await classRow(page, /Session/)
        .first()
        .click({ button: 'right' })
      await expect(page.getByRole('menu')).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    })
  })
}

test('on a page 390 px wide the selection does not scroll sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(sampleAt('&view=classes&sel=class:Session&sel=class:Array+retained:>1k&unsel=id:@7'))
  await untilReady(page)
  await expect(selectionBar(page)).toContainText('objects')
  expect(await widthOver(page)).toBe(0)
})

test('on a page 390 px wide the selection is one line that opens to its steps and actions', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(sampleAt('&view=classes&sel=class:Session&unsel=id:@7'))
  await untilReady(page)
  await expect(selectionBar(page)).toContainText(/410 objects.*retained together/)
  const steps = selectionBar(page).getByRole('list', { name: 'How it was selected' })
  await expect(steps).toBeHidden()
  expect((await selectionBar(page).boundingBox())?.height).toBeLessThanOrEqual(40)
  const opens = selectionBar(page).getByRole('button', { name: /Steps of the selection/ })
  await opens.click()
  await expect(opens).toHaveAttribute('aria-expanded', 'true')
  await expect(steps).toBeVisible()
  expect(await widthOver(page)).toBe(0)
  await selectionBar(page).getByRole('button', { name: 'Objects' }).click()
  await expect(page.getByRole('radio', { name: 'Selection' })).toBeChecked()
  await opens.click()
  await expect(steps).toBeHidden()
})
