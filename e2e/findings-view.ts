import { expect, type Page } from '@playwright/test'

/** Goes to the findings of the capture that is open, and waits until all rules were tried. */
export async function showFindings(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /^Findings/ })
    .click()
  await untilTried(page)
}

export async function untilTried(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /tried all \d+ rules$/ })).toBeVisible()
}
