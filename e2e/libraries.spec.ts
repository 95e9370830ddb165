import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { showFindings, untilTried } from './findings-view.ts'
import { dropFiles, expect, statusBar, test, untilReady, widthOver } from './journey.ts'

const NAME = 'gallery.heapsnapshot.gz'
const GALLERY = readFileSync(new URL(`../fixtures/python/${NAME}`, import.meta.url))

async function openFindings(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.goto('./')
  await dropFiles(page, { name, bytes })
  await untilReady(page)
  await showFindings(page)
}

const heldBy = (page: Page, owner: string): Locator =>
  page
    .getByRole('list', { name: 'Findings' })
    .getByRole('listitem')
    .filter({ hasText: `held by ${owner}` })
/** What holds a list of numbers in a package of the program. */
const owner = (page: Page): Locator => heldBy(page, 'shop.models.Session.data')
/** A collection in another module of the package. */
const rows = (page: Page): Locator => heldBy(page, 'shop.caches.rows').first()
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Libraries' })
const own = (page: Page): Locator => dialog(page).getByRole('list', { name: 'Own patterns' })
const OWN = 'The nearest of the program’s own: shop.models.Session'
const LIBRARY = 'It belongs to a library.'

test('library patterns are added and removed by keyboard alone, and findings are told anew', async ({
  page,
}) => {
  await openFindings(page, NAME, GALLERY)
  await owner(page).getByRole('button', { expanded: false }).click()
  await expect(owner(page)).toContainText(OWN)
  await page.getByRole('button', { name: 'Libraries…' }).focus()
  await page.keyboard.press('Enter')
  const field = dialog(page).getByRole('textbox', { name: 'Part of a file or module name' })
  await expect(field).toBeFocused()
  await expect(dialog(page)).toContainText('node_modules')
  await expect(dialog(page)).toContainText('the standard library of Python')

  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('alert')).toHaveText(/^A pattern is a part of a file or module name/)
  await page.keyboard.type('site-packages')
  await page.keyboard.press('Enter')
  await expect(field).toHaveAccessibleDescription('“site-packages” is built in already.')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('shop.models')
  await page.keyboard.press('Enter')
  await expect(own(page).getByRole('listitem')).toHaveText(['shop.models'])
  await expect(field).toHaveValue('')
  await page.keyboard.type('shop.models')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('alert')).toHaveText('“shop.models” is in the list already.')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Libraries… 1' })).toBeFocused()
  await expect(owner(page)).toContainText(LIBRARY)
  await expect(owner(page)).not.toContainText(OWN)

  await expect(statusBar(page)).toContainText('Kept in this browser')
  await page.reload()
  await untilReady(page)
  await untilTried(page)
  await expect(owner(page)).toContainText(LIBRARY)
  await page.getByRole('button', { name: 'Libraries… 1' }).click()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(own(page).getByRole('button', { name: 'Remove shop.models' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(own(page)).toHaveCount(0)
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(owner(page)).toContainText(OWN)
})

test('library patterns go along in a share, also in a redacted one', async ({ page }) => {
  await openFindings(page, NAME, GALLERY)
  await page.getByRole('button', { name: 'Libraries…' }).click()
  await page.keyboard.type('shop.caches')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+S')
  await expect(page.getByRole('dialog')).toContainText('1 pattern of what libraries are, as they were typed')
  const download = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: 'Save as a file' }).click()
  const bytes = readFileSync(await (await download).path())
  const other = await page.context().browser()!.newContext()
  try {
    const there = await other.newPage()
    await openFindings(there, 'gallery.heapscope', bytes)
    await rows(there).getByRole('button', { expanded: false }).click()
    await expect(rows(there)).toContainText(LIBRARY)
    await there.getByRole('button', { name: 'Libraries… 1' }).click()
    await expect(own(there).getByRole('listitem')).toHaveText(['shop.caches'])
  } finally {
    await other.close()
  }
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme, 390 px wide`, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 844 } })

    test('axe finds no serious fault in the dialog, and nothing is too wide', async ({ page }) => {
      await openFindings(page, NAME, GALLERY)
      await page.getByRole('button', { name: 'Libraries…' }).click()
      await page.keyboard.type(`/${'a-long-folder/'.repeat(12)}`)
      await page.keyboard.press('Enter')
      await page.keyboard.type('./')
      await page.keyboard.press('Enter')
      await expect(dialog(page).getByRole('alert')).toContainText('has neither letter nor digit')
      expect(await faultsOf(page)).toEqual([])
      expect(await widthOver(page)).toBeLessThanOrEqual(0)
    })
  })
}
