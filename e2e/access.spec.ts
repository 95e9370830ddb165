import { faultsOf } from './axe.ts'
import {
  classRow,
  dropCapture,
  dropFiles,
  expect,
  filterBy,
  objectPanel,
  sampleAt,
  statusBar,
  test,
  untilReady,
  widthOver,
} from './journey.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })

    test('axe finds no serious fault on the landing page', async ({ page }) => {
      await page.goto('./')
      await expect(page.getByRole('link', { name: /A cache that only grows/ })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    })

    test('axe finds no serious fault where a file was refused, in the palette and the list of keys', async ({
      page,
    }) => {
      await page.goto('./')
      await dropFiles(page, { name: 'broken.heapsnapshot', bytes: Buffer.from('{') })
      await expect(page.getByRole('alert')).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
      await page.keyboard.press('ControlOrMeta+k')
      await expect(page.getByRole('option', { name: /Open a file/ })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
      await page.keyboard.press('Escape')
      // Until it is gone, its box takes what is typed.
      await expect(page.getByRole('option', { name: /Open a file/ })).toBeHidden()
      await page.keyboard.press('Shift+?')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    })

    test('axe finds no serious fault in the list of what is kept, also where all of it may be cleared', async ({
      page,
    }) => {
      await page.goto('./')
      await dropCapture(page)
      await expect(statusBar(page)).toContainText('Kept in this browser')
      expect(await faultsOf(page)).toEqual([])
      await page.goto('./')
      await page.getByRole('button', { name: 'Clear all' }).click()
      await expect(page.getByRole('button', { name: 'Delete it' })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    })

    test('axe finds no serious fault in overview, classes and object', async ({ page }) => {
      await page.goto(sampleAt())
      await untilReady(page)
      expect(await faultsOf(page)).toEqual([])
      await page.getByRole('link', { name: 'Classes' }).click()
      await classRow(page, /Cache/).first().click()
      await classRow(page, /Cache.*@\d+/)
        .first()
        .click()
      await expect(objectPanel(page)).toContainText('Why is it alive?')
      expect(await faultsOf(page)).toEqual([])
    })
  })
}

test('the chosen theme is kept over a reload', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('button', { name: /^Theme: as the system/ }).click()
  await page.getByRole('button', { name: /^Theme: light/ }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: /^Theme: dark/ })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test.describe('on a page 390 px wide', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('nothing scrolls sideways, from the landing page to the object', async ({ page }) => {
    await page.goto('./')
    await expect(page.getByRole('link', { name: /A cache that only grows/ })).toBeVisible()
    expect(await widthOver(page)).toBe(0)
    await page.getByRole('link', { name: /A cache that only grows/ }).click()
    await untilReady(page)
    expect(await widthOver(page)).toBe(0)
    await page.getByRole('link', { name: 'Classes' }).click()
    await filterBy(page, 'Filter classes', 'Session')
    await classRow(page, /Session/)
      .first()
      .click()
    await classRow(page, /Session.*@\d+/)
      .first()
      .click()
    await expect(objectPanel(page)).toContainText('Why is it alive?')
    expect(await widthOver(page)).toBe(0)
  })

  test('a column without room is told by its row', async ({ page }) => {
    await page.goto(sampleAt('&view=classes&filter=Session'))
    await untilReady(page)
    await expect(page.getByRole('columnheader', { name: 'Count' })).toBeHidden()
    await expect(classRow(page, /Session/).first()).toHaveAttribute('title', /Count 410, Distance \d/)
  })

  test('the object lies in a sheet that folds down and closes', async ({ page }) => {
    await page.goto(sampleAt('&selected=@57797'))
    await untilReady(page)
    const why = objectPanel(page).getByRole('heading', { name: 'Why is it alive?' })
    await expect(why).toBeVisible()
    await page.getByRole('button', { name: 'Object @57797' }).click()
    await expect(why).toBeHidden()
    await page.getByRole('button', { name: 'Close the object' }).click()
    await expect(objectPanel(page)).toBeHidden()
  })
})

test('on a page zoomed to 200 % the selected object leaves the list of classes in sight', async ({
  page,
}) => {
  await page.setViewportSize({ width: 720, height: 450 })
  await page.goto(sampleAt('&view=classes&selected=@57797'))
  await untilReady(page)
  await expect(objectPanel(page)).toContainText('Why is it alive?')
  const table = await page.getByRole('treegrid', { name: 'Classes' }).boundingBox()
  expect(table?.height).toBeGreaterThan(160)
  expect(await widthOver(page)).toBe(0)
})
