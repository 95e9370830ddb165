import type { Locator, Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { expect, NODE_CAPTURE, objectPanel, sampleAt, test, untilReady, widthOver } from './journey.ts'

const BASE = 'sample:node-24.9.0-baseline.heapsnapshot.gz'
const TARGET = `sample:${NODE_CAPTURE}`

const drawing = (page: Page): Locator => page.getByRole('tree', { name: /^Growth in the dominator tree/ })
/** What the drawing tells of its active cell. */
const active = (page: Page): Locator => drawing(page).getByRole('treeitem')
const table = (page: Page): Locator => page.getByRole('treegrid', { name: 'Growth in the dominator tree' })
const crumbs = (page: Page): Locator => page.getByRole('navigation', { name: 'Where it is zoomed to' })
const bars = (page: Page): Locator => page.getByRole('list', { name: 'Classes that grew and shrank most' })
const changes = (page: Page): Locator => page.getByRole('treegrid', { name: 'Changes by class' })

/** Opens both captures, before and after 400 more sessions. */
async function openPair(page: Page, place: string, swapped = false): Promise<void> {
  const [source, base] = swapped ? [BASE, TARGET] : [TARGET, BASE]
  await page.goto(`./#v=1&source=${source}&set=${BASE}&set=${TARGET}&base=${base}${place}`)
  await untilReady(page)
}

/** Red, green and blue of the drawing, `x` and `y` pixels from its upper left corner. */
async function colorAt(page: Page, x: number, y: number): Promise<readonly number[]> {
  return drawing(page)
    .locator('canvas')
    .evaluate(
      (canvas: HTMLCanvasElement, [left, top]) => {
        const { data } = canvas.getContext('2d')!.getImageData(left!, top!, 1, 1)
        return [...data].slice(0, 3)
      },
      [x, y],
    )
}

test('the keys lead along what grew, and each cell says what it was and is', async ({ page }) => {
  await openPair(page, '&view=diff&show=icicle')
  await expect(active(page)).toContainText(
    /^\(root\), \+1\.9\sMiB, base 5\.1\sMiB, target 7\.0\sMiB, 26\.6% new$/,
  )
  await drawing(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(active(page)).toContainText(/^global ×2, 2 objects, \+1\.9\sMiB, base 4\.6\sMiB/)
  await page.keyboard.press('ArrowDown')
  await expect(active(page)).toContainText(/^Array ×11, 11 objects, \+1\.6\sMiB/)
  await page.keyboard.press('Enter')
  await expect(crumbs(page)).toHaveText('(root)globalArray')
  await expect(active(page)).toContainText(/^Array ×11, .* new$/)
  await page.keyboard.press('Backspace')
  await expect(crumbs(page)).toHaveText('(root)global')
  await expect(active(page)).toContainText(/^Array ×11/)
  await page.reload()
  await untilReady(page)
  await expect(crumbs(page)).toHaveText('(root)global')
})

test('growth is orange, what is unchanged grey and shrinkage blue', async ({ page }) => {
  await openPair(page, '&view=diff&show=icicle')
  await expect(active(page)).not.toBeEmpty()
  const [red, , blue] = await colorAt(page, 250, 10)
  expect(red! - blue!).toBeGreaterThan(60)
  await openPair(page, '&view=diff&show=icicle', true)
  await expect(active(page)).toContainText(/^\(root\), −1\.9\sMiB/)
  await expect.poll(async () => (await colorAt(page, 250, 10))[2]).toBeGreaterThan(200)
  const [redThere, , blueThere] = await colorAt(page, 250, 10)
  expect(blueThere! - redThere!).toBeGreaterThan(40)
  // The compiled code, which is the largest below the globals there.
  const [redSame, , blueSame] = await colorAt(page, 230, 53)
  expect(Math.abs(redSame! - blueSame!)).toBeLessThan(15)
})

test('the table has the same cells, opens them, sorts them and zooms', async ({ page }) => {
  await openPair(page, '&view=diff&show=icicle&at=global+%3E+Cache+%3E+Map')
  const row = (name: RegExp) => table(page).getByRole('row', { name })
  await expect(row(/Map/)).toContainText(/8\.1\sKiB289\.9\sKiB\+281\.8\sKiB/)
  await expect(row(/Session/)).toContainText(/×410.*6\.9\sKiB.*265\.5\sKiB.*\+258\.7\sKiB/)
  await expect(row(/own bytes/)).toContainText(/\+13\.6\sKiB/)
  await row(/Session/).focus()
  await page.keyboard.press('ArrowRight')
  await expect(row(/Uint8Array/)).toHaveAttribute('aria-level', '3')
  await page.keyboard.press('Enter')
  await expect(crumbs(page)).toHaveText('(root)globalCacheMapSession')
  await page.getByRole('radio', { name: 'Objects' }).check()
  await expect(drawing(page)).toHaveAccessibleName('Growth in the dominator tree by object')
  await table(page)
    .getByRole('row', { name: /global @/ })
    .click()
  await expect(objectPanel(page)).toContainText(/Grown\s*\+1\.9\sMiB retained since baseline/)
})

test('the bars lead to the rows of the classes that grew most', async ({ page }) => {
  await openPair(page, '&view=diff')
  await expect(bars(page).getByRole('listitem')).toHaveCount(8)
  await bars(page)
    .getByRole('link', { name: /Session \+258\.7\sKiB/ })
    .click()
  await expect(page).toHaveURL(/open=Session/)
  await expect(changes(page).getByRole('row', { name: /^object Session 6\.9/ })).toHaveAttribute(
    'aria-expanded',
    'true',
  )
  await expect(
    changes(page)
      .getByRole('row', { name: /^New: .* Session @/ })
      .first(),
  ).toBeVisible()
})

test('where nothing grew, they lead to what shrank most, and can be folded for good', async ({ page }) => {
  await openPair(page, '&view=diff', true)
  await expect(page.getByText('What shrank most')).toBeVisible()
  await expect(bars(page).getByRole('listitem')).toHaveCount(4)
  await bars(page)
    .getByRole('link', { name: /global −1\.9\sMiB/ })
    .click()
  await expect(changes(page).getByRole('row').nth(1)).toContainText('global')
  await expect(changes(page).getByRole('row').nth(1)).toHaveAttribute('aria-expanded', 'true')
  await page.getByText('What shrank most').click()
  await expect(bars(page)).toBeHidden()
  await page.reload()
  await expect(page.getByText('What shrank most')).toBeVisible({ timeout: 30_000 })
  await expect(bars(page)).toBeHidden()
})

test('objects say what became of them, and sort by it', async ({ page }) => {
  await openPair(page, '&view=objects')
  const objects = page.getByRole('grid', { name: 'Objects' })
  await objects.getByRole('button', { name: 'Δ retained' }).click()
  await expect(page).toHaveURL(/sort=-growth/)
  await expect(objects.getByRole('row').nth(1)).toContainText(/global.*Grown\+1\.9\sMiB/)
  await page.getByRole('combobox', { name: 'Filter objects' }).fill('class:=Session status:new')
  await expect(page.getByText(/^400 of 57,418 objects/)).toBeVisible()
  await objects.getByRole('row').nth(1).click()
  await expect(objectPanel(page)).toContainText(/Change\s*\+?New\s*since baseline/)
})

test('an object of a capture that stands alone has no change', async ({ page }) => {
  await page.goto(sampleAt('&view=objects&selected=@98135'))
  await untilReady(page)
  await expect(objectPanel(page)).toContainText('Retained')
  await expect(page.getByRole('columnheader', { name: 'Retained' }).first()).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Δ retained' })).toHaveCount(0)
  await expect(objectPanel(page).getByText('Change', { exact: true })).toHaveCount(0)
})

for (const [width, height, colorScheme] of [
  [1440, 900, 'light'],
  [390, 844, 'dark'],
] as const) {
  test(`at ${width} pixels, in the ${colorScheme} theme, it fits and has no accessibility faults`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height })
    await openPair(page, '&view=diff&show=icicle')
    await expect(active(page)).not.toBeEmpty()
    await expect(table(page).getByRole('row', { name: /global/ })).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    expect(await widthOver(page)).toBeLessThanOrEqual(0)
    await page.getByRole('radio', { name: 'Classes' }).first().check()
    await expect(page.getByText('What grew most')).toBeVisible()
    if (width < 760) {
      await expect(bars(page)).toBeHidden()
      await page.getByText('What grew most').click()
    }
    await expect(bars(page)).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    expect(await widthOver(page)).toBeLessThanOrEqual(0)
  })
}
