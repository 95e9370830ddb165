import { faultsOf } from './axe.ts'
import { expect, filterBy, objectPanel, sampleAt, test, untilReady, widthOver } from './journey.ts'
import type { Locator, Page } from '@playwright/test'

const box = (page: Page): Locator => page.getByRole('combobox', { name: 'Filter objects' })
const rows = (page: Page): Locator => page.getByRole('grid', { name: 'Objects' }).getByRole('row')
const outcome = (page: Page): Locator => page.getByRole('search').getByRole('status')

async function openObjects(page: Page, filter = ''): Promise<void> {
  await page.goto(sampleAt(`&view=objects${filter && `&filter=${encodeURIComponent(filter)}`}`))
  await untilReady(page)
}

test('all objects, filtered by what is known of the capture, sorted, and opened', async ({ page }) => {
  await openObjects(page)
  await expect(outcome(page)).toHaveText(/^57,418 objects · 7\.0.MiB shallow$/)
  await box(page).fill('class:=Session')
  await expect(outcome(page)).toHaveText(/^410 of 57,418 objects/)
  await box(page).fill('class:=Session OR class:=Point -class:=Session')
  await expect(outcome(page)).toHaveText(/^2,410 of 57,418 objects/)
  await box(page).fill('kind:closure name:=onEvent')
  await expect(outcome(page)).toHaveText(/^410 of 57,418 objects/)
  await expect(page).toHaveURL(/view=objects.*filter=kind:closure/)

  await page.getByRole('button', { name: 'Distance' }).click()
  await expect(page).toHaveURL(/sort=-distance/)
  await rows(page).nth(1).click()
  await expect(page.getByRole('complementary', { name: 'Selected object' })).toContainText('onEvent')
  await page.reload()
  await untilReady(page)
  await expect(box(page)).toHaveValue('kind:closure name:=onEvent')
  await expect(outcome(page)).toHaveText(/^410 of 57,418 objects/)
})

test('values and names of references are searched as well', async ({ page }) => {
  await openObjects(page, 'edge:=listeners kind:object')
  await expect(outcome(page)).toHaveText(/^[\d,]+ of 57,418 objects/)
  await expect(rows(page).nth(1)).toContainText('global')
  await box(page).fill('value:/^node:internal.url$/')
  await expect(rows(page).nth(1)).toContainText('node:internal/url')
})

test('while one types, the box offers fields, words and class names', async ({ page }) => {
  await openObjects(page)
  await box(page).pressSequentially('kin')
  const offered = page.getByRole('listbox', { name: 'What could be typed next' })
  await expect(offered.getByRole('option')).toHaveText([/^kind:/])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box(page)).toHaveValue('kind:')
  await expect(offered.getByRole('option')).toHaveCount(9)
  await page.keyboard.type('clo')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box(page)).toHaveValue('kind:closure')
  await expect(outcome(page)).toHaveText(/^[\d,]+ of 57,418 objects/)

  await box(page).fill('')
  await page.keyboard.type('size:>1 class:Sess')
  await expect(offered.getByRole('option').first()).toContainText('Session410 objects')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box(page)).toHaveValue('size:>1 class:="Session"')
  await expect(outcome(page)).toHaveText(/^410 of 57,418 objects/)
  // With the list closed, Escape clears the box.
  await page.keyboard.press('Escape')
  await expect(box(page)).toHaveValue('')
})

test('a mistake is said at once, with its character, and the list stays until the filter is finished', async ({
  page,
}) => {
  await openObjects(page, 'class:=Session')
  await expect(outcome(page)).toHaveText(/^410 of 57,418 objects/)
  await box(page).press('End')
  await page.keyboard.type(' size:>x')
  await expect(outcome(page)).toContainText('The filter is wrong at character 22: “x” is not a number')
  await expect(outcome(page)).toContainText('Shown is still what passed before.')
  await expect(box(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(rows(page).nth(1)).toContainText('Session')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('8')
  await expect(outcome(page)).toHaveText(/^410 of 57,418 objects/)

  await box(page).fill('kind:strng')
  await expect(outcome(page)).toContainText('“strng” is no kind here; there are')
  await expect(page.getByText('This filter cannot be used')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).first().click()
  await expect(outcome(page)).toHaveText(/^57,418 objects/)
})

test('help explains the language and the fields of the table', async ({ page }) => {
  await openObjects(page)
  await page.getByRole('button', { name: 'How to filter' }).click()
  const help = page.getByRole('dialog', { name: 'How to filter objects' })
  await expect(help).toContainText('What would be freed if the object went away.')
  await expect(help).toContainText('under:@123')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByRole('button', { name: 'How to filter' }).click()
  await expect(page.getByRole('dialog', { name: 'How to filter classes' })).toContainText('count:>1k')
})

test('what was found becomes the selection', async ({ page }) => {
  await openObjects(page, 'class:=Session')
  await page.getByRole('button', { name: 'Select all 410' }).click()
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('410 objects')
  await box(page).fill('class:=Point')
  await expect(outcome(page)).toHaveText(/^2,000 of/)
  await page.getByRole('button', { name: 'Add to the selection' }).click()
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('2,410 objects')
})

test('the find box leads to all objects that pass, and offers what was looked for before', async ({
  page,
}) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await page.keyboard.press('/')
  const find = page.getByRole('combobox', { name: /Find an object/ })
  await find.fill('class:=Session retained:>600')
  const all = page.getByRole('option', { name: /Show all objects that pass/ })
  await expect(all).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await all.click()
  await expect(page).toHaveURL(/view=objects/)
  await expect(box(page)).toHaveValue('class:=Session retained:>600')
  await expect(outcome(page)).toHaveText(/^410 of 57,418 objects/)

  await find.fill('value:=x under:@99999999 size:>y')
  await expect(page.getByText(/The filter is wrong at character 32/)).toBeVisible()
  await find.fill('')
  await find.click()
  await page.getByRole('option', { name: 'class:=Session retained:>600' }).click()
  await expect(find).toHaveValue('class:=Session retained:>600')
  await expect(all).toBeVisible()
})

test('lists of classes and of an object’s neighbours take the same language', async ({ page }) => {
  await page.goto(
    sampleAt('&view=classes&filter=' + encodeURIComponent('count:>=410 size:>10k class:/^(Session|Point)$/')),
  )
  await untilReady(page)
  await expect(page.getByRole('search').getByRole('status')).toHaveText(/^2 of [\d,]+ classes$/)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no serious fault in the list of objects, its help and its offers (${colorScheme})`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme })
    await openObjects(page, 'kind:string')
    await expect(outcome(page)).toHaveText(/ of 57,418 objects/)
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'How to filter' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await box(page).press('End')
    await page.keyboard.type(' ret')
    await expect(page.getByRole('option')).toHaveCount(1)
    expect(await faultsOf(page)).toEqual([])
    await box(page).fill('size:>x')
    await expect(outcome(page)).toContainText('character 7')
    expect(await faultsOf(page)).toEqual([])
  })
}

test('on a phone nothing is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openObjects(page, 'class:Session')
  await expect(outcome(page)).toContainText('of 57,418 objects')
  expect(await widthOver(page)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'How to filter' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await widthOver(page)).toBeLessThanOrEqual(0)
})

test('what an object refers to is filtered where it stands', async ({ page }) => {
  await page.goto(sampleAt('&selected=@126967'))
  await untilReady(page)
  const references = objectPanel(page).getByRole('combobox', { name: 'Filter references' })
  await references.fill('class:Session')
  await expect(objectPanel(page).getByText(/^showing 410 of [\d,]+ references$/)).toBeVisible()
  const table = objectPanel(page).getByRole('treegrid', { name: 'What it refers to' })
  await expect(table.getByRole('row').nth(1)).toContainText('Session')
  await references.fill('class:"no such class"')
  await expect(objectPanel(page)).toContainText('Nothing passes the filter.')
})

test('a press on a row whose place another row takes before it ends opens neither', async ({ page }) => {
  await page.goto(sampleAt('&view=classes'))
  await untilReady(page)
  const fifth = page.getByRole('treegrid', { name: 'Classes' }).getByRole('row').nth(5)
  const pressed = await fifth.textContent()
  await fifth.hover()
  await page.mouse.down()
  await filterBy(page, 'Filter classes', 'a')
  expect(await fifth.textContent()).not.toBe(pressed)
  await page.mouse.up()
  await expect(fifth).toHaveAttribute('aria-expanded', 'false')
  await fifth.click()
  await expect(fifth).toHaveAttribute('aria-expanded', 'true')
})
