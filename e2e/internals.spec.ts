import type { Locator, Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { expect, objectPanel, sampleAt, test, untilReady, widthOver } from './journey.ts'

/** The object of the class Cache; its Map holds 410 sessions. */
const CACHE = '&view=classes&selected=@57797'
const tree = (page: Page, name: string): Locator =>
  objectPanel(page).getByRole('treegrid', { name, exact: true })
const dominators = (page: Page): Locator => page.getByRole('treegrid', { name: 'Dominator tree' })
const fold = (table: Locator): Locator => table.getByRole('row', { name: /engine internals?, / })

async function open(page: Page, place: string): Promise<void> {
  await page.goto(sampleAt(place))
  await untilReady(page)
}

test('what the engine keeps beside an object is one row, which a click opens and Enter closes', async ({
  page,
}) => {
  await open(page, CACHE)
  const references = tree(page, 'What it refers to')
  await expect(references.getByRole('row', { name: /\.entries/ })).toBeVisible()
  await expect(references.getByText('system / Map')).toBeHidden()
  await expect(fold(references)).toContainText(/1 engine internal, 72\sB/)
  await fold(references).click()
  await expect(fold(references)).toHaveAttribute('aria-expanded', 'true')
  await expect(references.getByRole('row', { name: /map.*system \/ Map/ })).toHaveAttribute('aria-level', '2')
  await expect(fold(references)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(references.getByText('system / Map')).toBeHidden()
})

test('sizes of what is dominated add up with those that are folded', async ({ page }) => {
  await open(page, `${CACHE}&tab=dominated`)
  const dominated = tree(page, 'What would be freed with it')
  await expect(fold(dominated)).toContainText(/3 engine internals, 160\sB/)
  await expect(objectPanel(page).getByRole('tab', { name: /Dominated/ })).toContainText('6')
  await expect(dominated.getByRole('row')).toHaveCount(5)
  const retained = dominated.getByRole('row').locator('[role=gridcell]:nth-child(2) [title$=" bytes"]')
  const titles = await retained.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''))
  expect(titles).toHaveLength(4)
  const sum = titles.reduce((total, title) => total + Number(title.replace(/\D/g, '')), 0)
  // With the 96 bytes of its own.
  expect(96 + sum).toBe(299_048)
})

test('the table of a Map is no noise: it leads to the entries', async ({ page }) => {
  await open(page, '&view=classes&selected=@98135')
  const references = tree(page, 'What it refers to')
  await expect(references.getByRole('row', { name: /table.*\(array\)|table/ }).first()).toContainText(
    '@126967',
  )
})

test('who holds them names the Map and, beside it, its table', async ({ page }) => {
  await open(page, `&view=retainers&sel=${encodeURIComponent('class:=Session')}&show=holders`)
  const holder = page.getByRole('grid', { name: 'Who holds them' }).getByRole('row', { name: /Map/ })
  await expect(holder).toContainText(/Map@98135.*\{table\} › \[…\]/)
  await expect(holder.getByTitle('through its table, (array) @126967')).toBeVisible()
  await expect(holder).toContainText('410')
  await holder.click()
  await expect(objectPanel(page)).toContainText('@98135')
})

test('the table of dominators folds the classes of the engine, and its filter stands in the address', async ({
  page,
}) => {
  await open(page, '&view=dominators')
  const table = dominators(page)
  const classes = table.getByRole('row', { name: /of engine internals, / })
  await expect(table.getByRole('row', { name: / global / })).toBeVisible()
  await expect(table.getByRole('row', { name: /\(compiled code\)/ })).toBeHidden()
  await table.getByRole('row').nth(1).focus()
  await page.keyboard.press('End')
  await classes.click()
  await expect(table.getByRole('row', { name: /\(compiled code\)/ })).toBeVisible()

  await page.getByRole('combobox', { name: 'Filter classes' }).fill('size:>4k kind:object,native')
  await expect(page.getByText(/showing 2 of 21 classes/)).toBeVisible()
  await expect(page).toHaveURL(/filter=size/)
  await expect(table.getByRole('row')).toHaveCount(3)
  await page.reload()
  await untilReady(page)
  await expect(page.getByText(/showing 2 of 21 classes/)).toBeVisible()
  // Another place has other rows.
  await table.getByRole('row', { name: / global / }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/at=global/)
  await expect(page).not.toHaveURL(/filter=/)
  await page.goBack()
  await expect(page.getByText(/showing 2 of 21 classes/)).toBeVisible()
})

test('a filter that nothing passes says so, and one that cannot be read is marked', async ({ page }) => {
  await open(page, '&view=dominators&by=object&filter=class:Nobody')
  await expect(page.getByText('Nothing passes the filter.')).toBeVisible()
  await expect(page.getByText(/showing 0 of [\d,]+ objects/)).toBeVisible()
  const box = page.getByRole('combobox', { name: 'Filter dominated' })
  await box.fill('size:large')
  await expect(box).toHaveAttribute('aria-invalid', 'true')
})

test('the filter of what surrounds an object is in the address, and gone with the object', async ({
  page,
}) => {
  await open(page, '&view=classes&selected=@7067')
  const box = objectPanel(page).getByRole('combobox', { name: 'Filter references' })
  await box.fill('edge:=cache')
  await expect(page).toHaveURL(/near=edge:%3Dcache/)
  await expect(objectPanel(page)).toContainText(/showing 1 of \d+ references/)
  await page.reload()
  await untilReady(page)
  const references = tree(page, 'What it refers to')
  await expect(references.getByRole('row')).toHaveCount(2)
  await references.getByRole('row', { name: /\.cache/ }).click()
  await expect(objectPanel(page)).toContainText('@57797')
  await expect(page).not.toHaveURL(/near=/)
  await page.goBack()
  await expect(box).toHaveValue('edge:=cache')
})

test('open places of the roots are in the address', async ({ page }) => {
  await open(page, '&view=roots')
  const roots = page.getByRole('treegrid', { name: 'Roots' })
  const cache = roots.getByRole('row', { name: /\.cache/ })
  for (const name of [/Globals/, / global @7067/]) {
    await roots.getByRole('row', { name }).first().focus()
    await page.keyboard.press('ArrowRight')
  }
  await expect(cache).toBeVisible()
  await page.reload()
  await untilReady(page)
  await expect(cache).toBeVisible()
  await roots.getByRole('row', { name: /Globals/ }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(cache).toBeHidden()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no serious fault of access in ${colorScheme}, wide and narrow`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await open(page, `&view=dominators&by=object&at=@57797`)
    await expect(fold(dominators(page))).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await faultsOf(page)).toEqual([])
    expect(await widthOver(page)).toBe(0)
  })
}
