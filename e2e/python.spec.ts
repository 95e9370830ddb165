import { readFileSync } from 'node:fs'
import { faultsOf } from './axe.ts'
import { dropFiles, expect, filterBy, statusBar, test, widthOver } from './journey.ts'

function shop(moment: 'before' | 'after'): { name: string; bytes: Buffer } {
  const name = `shop-${moment}.heapsnapshot.gz`
  return { name, bytes: readFileSync(new URL(`../fixtures/python/${name}`, import.meta.url)) }
}

test('a Python capture tells which class is big, which name holds an object, and which line allocated it', async ({
  page,
}) => {
  await page.goto('./')
  await dropFiles(page, shop('after'))
  await expect(statusBar(page)).toContainText('retained sizes ready')
  await expect(page.getByText(/\(Python heap snapshot\) holds/)).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('link', { name: 'Classes', exact: true }).click()
  await filterBy(page, 'Filter classes', '__main__.Session')
  const row = page
    .getByRole('treegrid')
    .getByRole('row', { name: /__main__\.Session/ })
    .first()
  await expect(row).toContainText('1,050')
  await row.click()
  await page
    .getByRole('treegrid')
    .getByRole('row', { name: /__main__\.Session @0x/ })
    .first()
    .click()

  const panel = page.getByRole('article', { name: 'The selected object' })
  await expect(panel).toContainText(/@0x[0-9a-f]{8,}/)
  const path = panel.getByRole('list', { name: /path/i }).first()
  await expect(path).toContainText('.sessions')
  await expect(path).toContainText(/\['user-\d+'\]/)
  await expect(panel.getByText('References', { exact: true }).first()).toBeVisible()
  await expect(panel).toContainText('Generation')
  await panel.getByRole('tab', { name: 'Stack' }).click()
  await expect(panel.getByRole('tabpanel')).toContainText('shop.py')
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOver(page)).toBe(0)
})

test('a Python capture offers the views that tell something of it, and says why others do not', async ({
  page,
}) => {
  await page.goto('./')
  await dropFiles(page, shop('before'))
  await expect(statusBar(page)).toContainText('retained sizes ready')
  const views = page.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('link', { name: 'Statistics' })).toBeVisible()
  await expect(views.getByRole('link', { name: 'Realms' })).toHaveCount(0)
  await views.getByRole('link', { name: 'Statistics' }).click()
  await expect(page.getByRole('row', { name: /^Dictionaries/ })).toBeVisible()
  await page.evaluate(() => {
    location.hash = location.hash.replace('view=statistics', 'view=realms')
  })
  await expect(page.getByText('Python has one world of built-in classes')).toBeVisible()
})

test('two Python captures show what grew, by the same addresses', async ({ page }) => {
  await page.goto('./')
  await dropFiles(page, shop('before'), shop('after'))
  await page.getByRole('link', { name: 'What grew' }).click()
  await expect(page.getByRole('row', { name: /__main__\.Session.*\+1,000/ }).first()).toBeVisible({
    timeout: 20_000,
  })
})
