import { expect, objectPanel, sampleAt, test, untilReady } from './journey.ts'

test('the main job works without a mouse', async ({ page }) => {
  await page.goto('./')
  const sample = page.getByRole('link', { name: /A cache that only grows/ })
  await expect(sample).toBeVisible()
  while (!(await sample.evaluate((link) => link === document.activeElement))) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await untilReady(page)

  await page.keyboard.press('/')
  await page.keyboard.type('Session')
  await expect(page.getByRole('option', { name: /Session.*410 objects/ })).toBeVisible()
  await page.keyboard.press('Enter')
  const table = page.getByRole('treegrid', { name: 'Classes' })
  await expect(table.getByRole('row', { name: /Session.*@\d+/ }).first()).toBeVisible()

  const row = table.getByRole('row', { name: /Session/ }).first()
  for (let presses = 0; presses < 40; presses++) {
    if (await row.evaluate((element) => element.contains(document.activeElement))) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(objectPanel(page)).toContainText('Why is it alive?')
  await expect(objectPanel(page)).toContainText('.cache')
})

test('every command is in the palette, found by typing and run with Enter', async ({ page }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await expect(palette.getByRole('option', { name: /Close the capture/ })).toBeVisible()
  await page.keyboard.type('classes')
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(page.getByRole('link', { name: 'Classes' })).toHaveAttribute('aria-current', 'page')
})

test('keys move between views, and the list of keys opens on a question mark', async ({ page }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/view=classes/)
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page).not.toHaveURL(/view=classes/)
  await page.keyboard.press('Shift+?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Find an object by @id, a class, or objects by a filter')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})

test('a key that follows Escape at once is not lost to the dialog that is leaving', async ({ page }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  const search = palette.getByPlaceholder('What do you want to do?')
  await expect(search).toBeFocused()
  await page.keyboard.type('classes')
  // Faster than hands, and than the page on a busy machine: the focus is still in the dialog.
  const stillThere = await page.evaluate(async () => {
    const press = (key: string, ctrlKey: boolean) =>
      document.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }),
      )
    press('Escape', false)
    while (!document.querySelector('[role="dialog"][data-closed]')) await Promise.resolve()
    const inDialog = document.activeElement!.closest('[role="dialog"]') !== null
    press('k', true)
    return inDialog
  })
  expect(stillThere).toBe(true)
  await expect(search).toBeFocused()
  await expect(search).toHaveValue('')
})

test('keys that are typed into a field stay there', async ({ page }) => {
  await page.goto(sampleAt('&view=classes'))
  await untilReady(page)
  const filter = page.getByPlaceholder(/filter classes/i)
  await filter.focus()
  await page.keyboard.type('go/?')
  await expect(filter).toHaveValue('go/?')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('opening moves the focus into the view and says when all is ready', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('link', { name: /A cache that only grows/ }).click()
  await untilReady(page)
  await expect(page.getByRole('main', { name: 'Overview' })).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: 'Retained sizes are ready' })).toBeAttached()
})
