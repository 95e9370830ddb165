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

test('a series of mprof shows the verdict, the lines and the calls; brush and sliders look closer', async ({
  page,
}) => {
  await page.goto('./')
  await dropFiles(page, fixture('mprof-leak.dat'))
  await expect(page.getByRole('heading', { name: 'Over time', level: 1 })).toBeVisible()
  await expect(
    page.getByText(/^Leak: after the warm-up the least of resident memory rose in 7 of 7 steps/),
  ).toBeVisible()
  await expect(page.getByText('python3 profiled.py leak 40')).toBeVisible()
  const chart = page.getByRole('img', { name: /^Memory over time from 0\s?s to 20\.\d+\s?s: Resident/ })
  await expect(chart).toBeVisible()
  const legend = page.getByRole('list', { name: 'Lines' })
  await expect(legend).toContainText('at the end')
  expect(await faultsOf(page)).toEqual([])

  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.4, box.y + 100)
  await expect(legend).toContainText(/at [78]\.\d+\s?s/)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.6, box.y + 100, { steps: 5 })
  await page.mouse.up()
  await expect(page).toHaveURL(/from=\d/)
  await expect(
    page.getByRole('img', { name: /^Memory over time from [78]\.\d+\s?s to 1[12]\.\d+\s?s/ }),
  ).toBeVisible()
  const end = page.getByRole('slider', { name: 'End of the stretch' })
  await end.focus()
  await page.keyboard.press('End')
  await expect(end).toHaveAttribute('aria-valuetext', /^to 20/)
  await page.getByRole('button', { name: 'Whole series' }).click()
  await expect(chart).toBeVisible()

  await page.getByText('What 2 watched functions added').click()
  await expect(page.getByRole('row', { name: /^__main__\.work 40 .*\+6\d\.\d\sMiB/ })).toBeVisible()
  const samples = page.getByRole('grid', { name: 'Samples' })
  await expect(samples.getByRole('row', { name: /^0\s?s Resident \(RSS\) .* KiB/ })).toBeVisible()
  await expect(statusBar(page)).toContainText('Kept in this browser')
  await page.reload()
  await expect(page.getByText(/^Leak: /)).toBeVisible()
  await page.getByRole('link', { name: 'Classes', exact: true }).click()
  await page.getByRole('button', { name: 'Show memory over time' }).click()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOver(page)).toBe(0)
})

test('a line report shows each function with what its lines added', async ({ page }) => {
  await page.goto('./')
  await dropFiles(page, fixture('line-report.txt'))
  await expect(
    page.getByText(/2 functions, 13 lines that ran\. Line 21 of profiled\.py added most/),
  ).toBeVisible()
  const table = page.getByRole('table', { name: 'profiled.py' }).first()
  await expect(table.getByRole('row', { name: /^14 26\.5\sMiB \S16\.6\sMiB 3 +del rows/ })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOver(page)).toBe(0)
})

test('a series is saved as a file without its command line, and opens again where it was', async ({
  page,
  browser,
}) => {
  await page.goto('./')
  await dropFiles(page, fixture('mprof-leak.dat'))
  await expect(page.getByText('python3 profiled.py leak 40')).toBeVisible()
  await page.getByRole('button', { name: 'Share this analysis' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('to upload', { timeout: 30_000 })
  await expect(dialog).toContainText('2 functions')
  await expect(dialog).toContainText('1 line of commands and source.')
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save as a file' }).click()
  const bytes = readFileSync(await (await saving).path())
  const theirs = await (await browser.newContext()).newPage()
  await theirs.goto(page.url().replace(/#.*/, ''))
  await dropFiles(theirs, { name: 'from-a-colleague.heapscope', bytes })
  await expect(theirs.getByText(/^Leak: after the warm-up/)).toBeVisible({ timeout: 30_000 })
  await expect(theirs.getByText('python3 profiled.py leak 40')).toHaveCount(0)
  await theirs.context().close()
})
