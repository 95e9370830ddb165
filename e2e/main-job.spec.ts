import {
  NODE_CAPTURE,
  classRow,
  dropCapture,
  expect,
  filterBy,
  objectPanel,
  statusBar,
  test,
  untilReady,
} from './journey.ts'

test('a dropped capture leads to the leak: class, instance, path to the global, and a reload comes back', async ({
  page,
}) => {
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  await expect(page).toHaveTitle(`${NODE_CAPTURE} – Heapscope`)
  await expect(statusBar(page)).toContainText('63,899 nodes')

  await page.getByRole('link', { name: 'Classes' }).click()
  await filterBy(page, 'Filter classes', 'Session')
  const session = classRow(page, /Session/).first()
  await expect(session).toContainText('410')
  await session.click()
  const instance = classRow(page, /Session.*@\d+/).first()
  await instance.click()

  const path = objectPanel(page).getByRole('list', { name: 'Path from the root to this object' })
  await expect(path.getByRole('listitem').last()).toContainText('Session')
  const steps = await path.getByRole('listitem').allTextContents()
  const at = (text: string) => steps.findIndex((step) => step.includes(text))
  expect(at('cache')).toBeGreaterThan(0)
  expect(at('entries')).toBeGreaterThan(at('cache'))
  expect(steps.at(-1)).toContain('Session')

  await expect(statusBar(page)).toContainText('Kept in this browser')
  const address = page.url()
  const selected = /selected=(@\d+)/.exec(address)?.[1] ?? 'nothing'
  await page.reload()
  await untilReady(page)
  expect(page.url()).toBe(address)
  await expect(page.getByRole('link', { name: 'Classes' })).toHaveAttribute('aria-current', 'page')
  await expect(objectPanel(page)).toContainText(selected)
  await expect(objectPanel(page).getByRole('list', { name: /Path from the root/ })).toContainText('entries')
  await expect(classRow(page, new RegExp(`Session.*${selected}`)).first()).toHaveAttribute(
    'aria-selected',
    'true',
  )
})

test('a sample opens with one click, and closing it leads back to the landing page', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('link', { name: /A cache that only grows/ }).click()
  await untilReady(page)
  await expect(page.getByRole('heading', { name: 'Biggest classes' })).toBeVisible()
  await page.getByRole('button', { name: 'Close the capture' }).click()
  await expect(page.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
  await expect.poll(() => page.workers().length).toBe(0)
})

test('a file chosen by hand opens too', async ({ page }) => {
  await page.goto('./')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file' }).click()
  await (await chooser).setFiles(`fixtures/captures/${NODE_CAPTURE}`)
  await untilReady(page)
})

test('a second capture replaces the first', async ({ page }) => {
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  await dropCapture(page, 'chrome-156-target.heapsnapshot.gz')
  await expect(statusBar(page)).toContainText('36,861 nodes')
  await untilReady(page)
  await expect.poll(() => page.workers().length).toBe(1)
})
