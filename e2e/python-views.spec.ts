import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { dropFiles, expect, sampleAt, test, untilReady } from './journey.ts'

const GALLERY = new URL('../fixtures/python/gallery.heapsnapshot.gz', import.meta.url)

async function openGallery(page: Page): Promise<void> {
  await page.goto('./')
  await dropFiles(page, { name: 'gallery.heapsnapshot.gz', bytes: readFileSync(GALLERY) })
  await untilReady(page)
}

async function show(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view, exact: true }).click()
}

test('cycles of a Python program say what to make weak, and open to their objects', async ({ page }) => {
  await openGallery(page)
  await show(page, 'Cycles')
  const grid = page.getByRole('treegrid', { name: 'Cycles' })
  const row = grid.getByRole('row', { name: /Parent ⇄ Child/ })
  await expect(row).toContainText('Child.parent')
  await expect(grid.getByRole('row', { name: /Resource ⇄ itself/ })).toContainText('1 garbage')
  await expect(grid.getByRole('row', { name: /Modules, classes, and what only they/ })).toBeVisible()
  await row.click()
  await expect(grid.getByRole('row', { name: /shop\.models\.Parent/ }).first()).toBeVisible()
  await row.focus()
  await page.keyboard.press('x')
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('400 objects')
})

test('threads show their calls with variables, and a variable its object', async ({ page }) => {
  await openGallery(page)
  await show(page, 'Threads')
  const grid = page.getByRole('treegrid', { name: 'Calls' })
  const handle = grid.getByRole('row', { name: /^.*handle.*gallery\.py:33/ })
  await handle.click()
  const answers = grid.getByRole('row', { name: /answers/ })
  await answers.click()
  await expect(page.getByRole('complementary')).toContainText('list')
})

test('packages open to their modules', async ({ page }) => {
  await openGallery(page)
  await show(page, 'Packages')
  const grid = page.getByRole('treegrid', { name: 'Packages' })
  await expect(grid.getByRole('row', { name: /Standard library/ })).toBeVisible()
  await grid.getByRole('row', { name: /shop/ }).click()
  await expect(grid.getByRole('row', { name: /shop\.models/ })).toBeVisible()
})

test('views that can only be about Python are not offered for other captures, and say so', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=threads'))
  await untilReady(page)
  await expect(page.getByText(/This capture has no threads with local variables/)).toBeVisible()
  const views = page.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('link', { name: 'Cycles', exact: true })).toBeVisible()
  await expect(views.getByRole('link', { name: 'Packages', exact: true })).toHaveCount(0)
})
