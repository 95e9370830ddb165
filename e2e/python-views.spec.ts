import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { dropFiles, expect, filterBy, sampleAt, test, untilReady } from './journey.ts'

async function openCapture(page: Page, name: string): Promise<void> {
  const file = `${name}.heapsnapshot.gz`
  await page.goto('./')
  await dropFiles(page, {
    name: file,
    bytes: readFileSync(new URL(`../fixtures/python/${file}`, import.meta.url)),
  })
  await untilReady(page)
}

function openGallery(page: Page): Promise<void> {
  return openCapture(page, 'gallery')
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

test('open files say who holds them, how they are open, and show their object', async ({ page }) => {
  await openCapture(page, 'open-io')
  await page.keyboard.press('g')
  await page.keyboard.press('x')
  const grid = page.getByRole('grid', { name: 'Open files' })
  await expect(grid.getByRole('row', { name: /worker-0\.log.*main\.logs\[…\] wb open/ })).toBeVisible()
  await expect(grid.getByRole('row', { name: /main\.forgotten.*closed/ })).toBeVisible()
  await page.getByLabel('Filter open files').fill('kind:socket state:open owner:Pool')
  await expect(page.getByText(/^3 of \d+ open files$/)).toBeVisible()
  await grid.getByRole('columnheader', { name: 'fd' }).getByRole('button').click()
  await expect(page).toHaveURL(/sort=/)
  const socket = grid.getByRole('row', { name: /Pool\.idle\[…\]/ }).first()
  await socket.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toContainText('socket.socket')
  await socket.focus()
  await page.keyboard.press('x')
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('1 object')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('__main__.Pool.idle[…]')
  await page.getByLabel('Filter open files').fill('nothing-of-that-name')
  await expect(page.getByText(/^No open file passes the filter/)).toBeVisible()
})

test('views that can only be about Python are not offered for other captures, and say so', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=threads'))
  await untilReady(page)
  await expect(page.getByText(/This capture has no threads with local variables/)).toBeVisible()
  await page.goto(sampleAt('&view=files'))
  await untilReady(page)
  await expect(page.getByText(/This capture tells of no files or sockets/)).toBeVisible()
  const views = page.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('link', { name: 'Cycles', exact: true })).toBeVisible()
  await expect(views.getByRole('link', { name: 'Packages', exact: true })).toHaveCount(0)
})

test('the deep size of several objects is added up when asked for, and asked for anew of others', async ({
  page,
}) => {
  await openCapture(page, 'deep-sizes')
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Classes' }).click()
  await filterBy(page, 'Filter classes', 'class:=dict')
  await page.getByRole('treegrid', { name: 'Classes' }).getByRole('row', { name: /dict/ }).nth(0).focus()
  await page.keyboard.press('x')
  const bar = page.getByRole('region', { name: 'Selection' })
  await bar.getByRole('button', { name: 'Deep size' }).click()
  const bytes = async (words: RegExp) =>
    Number(
      (await bar.getByText(words).locator('[title$="bytes"]').first().getAttribute('title'))!.replaceAll(
        /\D/g,
        '',
      ),
    )
  await expect(bar.getByText(/[BM]\s*deep$/)).toBeVisible()
  expect(await bytes(/deep$/)).toBeGreaterThan(await bytes(/shallow$/))
  await filterBy(page, 'Filter classes', 'class:=list')
  await page.getByRole('treegrid', { name: 'Classes' }).getByRole('row', { name: /list/ }).nth(0).focus()
  await page.keyboard.press('x')
  await expect(bar.getByRole('button', { name: 'Deep size' })).toBeVisible()
})
