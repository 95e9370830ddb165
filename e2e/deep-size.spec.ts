import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test, untilReady } from './journey.ts'
import { writeLargeCapture } from './large-capture.ts'

const file = join(tmpdir(), `heapscope-deep-${process.pid}.heapsnapshot`)

test.use({ trace: 'off' })
test.beforeAll(() => writeLargeCapture(file, 1_000_000, 'cpython'))
test.afterAll(() => rmSync(file, { force: true }))

test('a deep size that takes long says how far it has come', async ({ page }) => {
  await page.goto('./')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file' }).click()
  await (await chooser).setFiles(file)
  await untilReady(page)
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Classes' }).click()
  await page
    .getByRole('treegrid', { name: 'Classes' })
    .getByRole('row', { name: /Class\d/ })
    .first()
    .focus()
  await page.keyboard.press('x')
  const bar = page.getByRole('region', { name: 'Selection' })
  await expect(bar.getByText(/retained together/)).toBeVisible()
  const percents = await bar.evaluateHandle((element) => {
    const seen: number[] = []
    new MutationObserver(() => {
      const shown = /lead to…\s*(\d+)%/.exec(element.textContent)
      if (shown && seen.at(-1) !== Number(shown[1])) seen.push(Number(shown[1]))
    }).observe(element, { subtree: true, childList: true, characterData: true })
    return seen
  })
  await bar.getByRole('button', { name: 'Deep size' }).click()
  await expect(bar.getByText(/[BM]\s*deep$/)).toBeVisible({ timeout: 30_000 })
  const seen = await percents.jsonValue()
  expect(seen.length).toBeGreaterThan(0)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})
