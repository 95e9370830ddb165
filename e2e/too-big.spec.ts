import type { Page } from '@playwright/test'
import {
  captureBytes,
  classRow,
  dropCapture,
  dropFiles,
  expect,
  filterBy,
  objectPanel,
  pairBytes,
  statusBar,
  test,
  untilReady,
} from './journey.ts'

/** Opens the capture in a browser that says its device has hardly any memory. */
async function openOnSmallDevice(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { get: () => 0.1 }))
  await page.goto('./')
  await dropCapture(page)
  await expect(page.getByRole('alert')).toContainText('needs more memory than there is')
}

test('a capture too big for the device is refused with the figures, and opens without its references', async ({
  page,
}) => {
  await openOnSmallDevice(page)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText(/takes about \d+ MiB of memory, but only about 61 MiB are free/)
  await expect.poll(() => page.workers().length).toBe(0)
  await alert.getByRole('button', { name: 'Show the shallow histogram' }).click()
  await expect(statusBar(page)).toContainText('shallow sizes only')
  await expect(page.getByRole('note')).toContainText('Opened without its references')
  await expect(page.getByRole('main')).not.toContainText('still being computed')
  await expect(page.getByRole('table', { name: 'Biggest classes' })).not.toContainText('Retained')
  await page.getByRole('link', { name: 'Classes' }).click()
  await expect(page.getByPlaceholder(/filter classes/i)).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Shallow' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Retained' })).toBeHidden()
  await filterBy(page, 'Filter classes', '/^Session$/')
  await classRow(page, /Session.*410/).click()
  await classRow(page, /Session.*@\d+/)
    .first()
    .click()
  await expect(objectPanel(page)).toContainText(
    'what keeps an object alive, and what it refers to, is not known',
  )
})

test('a capture that seems too big is opened whole where one insists', async ({ page }) => {
  await openOnSmallDevice(page)
  await page.getByRole('alert').getByRole('button', { name: 'Try anyway' }).click()
  await untilReady(page)
  await expect(page.getByRole('columnheader', { name: 'Retained' }).first()).toBeVisible()
})

test('a capture too big for the device is dismissed back to the one that was open', async ({ page }) => {
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  await page.evaluate(() => Object.defineProperty(navigator, 'deviceMemory', { get: () => 0.1 }))
  await dropCapture(page, 'chrome-156-target.heapsnapshot.gz')
  await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click()
  await untilReady(page)
  await expect(page.getByRole('banner')).toContainText('node-24')
})

test('of two captures dropped together, the one without room says so on its chip and the other opens', async ({
  page,
}) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { get: () => 0.3 }))
  await page.goto('./')
  const base = { name: 'baseline.heapsnapshot.gz', bytes: pairBytes('node-24.9.0-baseline.heapsnapshot.gz') }
  const target = { name: 'target.heapsnapshot.gz', bytes: captureBytes('node-24.9.0-target.heapsnapshot.gz') }
  await dropFiles(page, base, target)
  await untilReady(page)
  const chip = page
    .getByRole('list', { name: 'Captures' })
    .getByRole('button', { name: /baseline/ })
    .first()
  await expect(chip).toHaveText(/failed/)
  await expect(chip).toHaveAccessibleDescription(
    /takes about \d+ MiB of memory, but only about \d+ MiB are free/,
  )
  await page.getByRole('link', { name: 'Classes' }).click()
  await expect(classRow(page, /Session.*410/)).toBeVisible()
})
