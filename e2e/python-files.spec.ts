import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { dropFiles, expect, statusBar, test, widthOver } from './journey.ts'

function fixture(name: string): { name: string; bytes: Buffer } {
  return { name, bytes: readFileSync(new URL(`../fixtures/python/${name}`, import.meta.url)) }
}

function lineRow(page: Page, table: string, name: RegExp) {
  return page.getByRole('grid', { name: table, exact: true }).getByRole('row', { name })
}

test('a dump of tracemalloc is seen by line, file and traceback, filtered, and comes back', async ({
  page,
}) => {
  await page.goto('./')
  await dropFiles(page, fixture('tracemalloc-3.13-3.pickle'))
  await expect(page.getByRole('heading', { name: 'Allocations' })).toBeVisible()
  await expect(statusBar(page)).toContainText('tracemalloc snapshot')
  await expect(
    page.getByText(/memory blocks of 7\d\.\d\sKiB were allocated by \d+ stacks and not freed/),
  ).toBeVisible()
  await expect(lineRow(page, 'Lines', /models\.py:5.*38\.7\sKiB/)).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('radio', { name: 'File' }).check()
  await expect(lineRow(page, 'Lines', /models\.py.*KiB/)).toBeVisible()
  await page.getByRole('radio', { name: 'Traceback' }).check()
  const first = page
    .getByRole('treegrid', { name: 'Lines' })
    .getByRole('row', { name: /models\.py:5/ })
    .first()
  await first.click()
  await expect(page.getByRole('row', { name: /^\/srv\/app\/main\.py:5$/ })).toBeVisible()

  await page.getByRole('radio', { name: 'Line', exact: true }).check()
  await page.getByRole('combobox', { name: 'Filter lines' }).fill('domain:7')
  await expect(lineRow(page, 'Lines', /main\.py:4.*2\.9\sKiB/)).toBeVisible()
  await expect(lineRow(page, 'Lines', /models\.py/)).toHaveCount(0)
  await expect(statusBar(page)).toContainText('Kept in this browser')
  await page.reload()
  await expect(lineRow(page, 'Lines', /main\.py:4.*2\.9\sKiB/)).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOver(page)).toBe(0)
})

test('three dumps show what each line has more, and which grew in every step', async ({ page }) => {
  await page.goto('./')
  await dropFiles(page, ...[1, 2, 3].map((number) => fixture(`tracemalloc-3.13-${number}.pickle`)))
  await page.getByRole('link', { name: 'Allocations', exact: true }).click()
  await page.getByRole('tab', { name: 'What grew' }).click()
  const show = page.getByRole('button', { name: /^Show / })
  await expect(show.or(lineRow(page, 'Lines that grew', /models\.py:5/))).toBeVisible()
  if (await show.isVisible()) await show.click()
  await expect(lineRow(page, 'Lines that grew', /models\.py:5.*\+26\.\d KiB/)).toBeVisible()
  await expect(lineRow(page, 'Lines that grew', /main\.py:7/)).toBeVisible()
  await page.getByRole('button', { name: 'Steady growth only' }).click()
  await expect(lineRow(page, 'Lines that grew', /main\.py:7/)).toHaveCount(0)
  expect(await faultsOf(page)).toEqual([])
})

test('a hostile pickle is refused in a sentence', async ({ page }) => {
  await page.goto('./')
  const bytes = Buffer.concat([
    Buffer.from([0x80, 2]),
    Buffer.from('cos\nsystem\nX\x02\0\0\0id\x85R.', 'latin1'),
  ])
  await dropFiles(page, { name: 'evil.pickle', bytes })
  await expect(
    page.getByText(/This pickle names “os\.system” at byte 2; only what tracemalloc/),
  ).toBeVisible()
})
