import { readFileSync } from 'node:fs'
import { faultsOf } from './axe.ts'
import { dropCapture, dropFiles, expect, statusBar, test, untilReady, widthOver } from './journey.ts'

function capture(name: string): { name: string; bytes: Buffer } {
  const file = `${name}.heapsnapshot.gz`
  return { name: file, bytes: readFileSync(new URL(`../fixtures/python/${file}`, import.meta.url)) }
}

test('a Python capture says where its resident memory is, part by part, and of which process it is', async ({
  page,
}) => {
  await page.goto('./')
  await dropFiles(page, capture('memory-after'))
  await untilReady(page)
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { name: 'Process memory', level: 1 })).toBeVisible()
  await expect(
    page.getByText(
      /^Objects are small: 5\.2\sMiB of 107\.6\sMiB \(5%\)\. RSS is high because of 68\.2\sMiB free in arenas of pymalloc, .*, and 24\.9\sMiB that C code allocated/,
    ),
  ).toBeVisible()
  const parts = page.getByRole('region', { name: 'Parts of resident memory' })
  await expect(parts.getByRole('row', { name: /Free blocks.*46\.3\sMiB 43\.0%/ })).toBeVisible()
  await expect(parts.getByRole('row', { name: /In use by C code.*24\.9\sMiB 23\.1%/ })).toBeVisible()
  await expect(
    parts.getByRole('row', { name: /^Together: resident memory \(RSS\) 107\.6\sMiB/ }),
  ).toBeVisible()
  // What the rows say to the byte is what the last one says.
  const sizes = await parts
    .locator('td span[title$="bytes"]')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('title')!.replaceAll(/\D/g, ''))))
  const together = sizes.pop()
  expect(together).toBeGreaterThan(100_000_000)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(together)

  const process = page.getByRole('region', { name: 'The process' })
  await expect(process).toContainText('cpython 3.13.0')
  await expect(process).toContainText('make-memory.py')
  await expect(process).toContainText('75 arenas of 1.0')
  await parts.focus()
  await expect(parts).toBeFocused()
  expect(await faultsOf(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOver(page)).toBe(0)

  await expect(statusBar(page)).toContainText('Kept in this browser')
  await page.reload()
  await expect(page.getByText(/^Objects are small: /)).toBeVisible()
})

test('beside an earlier capture each part has what it grew by', async ({ page }) => {
  await page.goto('./')
  await dropFiles(page, capture('memory-before'), capture('memory-after'))
  await page.getByRole('link', { name: 'Process memory', exact: true }).click()
  await expect(
    page.getByText(
      /^RSS grew by 92\.5\sMiB, from 15\.1\sMiB to 107\.6\sMiB\. New: 67\.\d\sMiB free in arenas/,
    ),
  ).toBeVisible({ timeout: 30_000 })
  const parts = page.getByRole('region', { name: 'Parts of resident memory' })
  await expect(
    parts.getByRole('row', { name: /In use by C code.*581\.0\sKiB 24\.9\sMiB \+24\.3\sMiB/ }),
  ).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOver(page)).toBe(0)
  const inside = () => parts.evaluate((region) => region.scrollWidth - region.clientWidth)
  await expect.poll(inside).toBe(0)
})

test('a capture of V8 says why there is nothing, and how to get a capture that has it', async ({ page }) => {
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  await expect(page.getByRole('link', { name: 'Process memory', exact: true })).toHaveCount(0)
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(
    page.getByText(/^This capture says nothing of the memory of its process.*heapscope\.dump/),
  ).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
})
