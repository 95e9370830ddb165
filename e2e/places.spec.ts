import {
  expect,
  objectPanel,
  sampleAt,
  statusBar,
  test,
  untilReady,
  classRow,
  dropCapture,
} from './journey.ts'

test('back and forward move between views and selections', async ({ page }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await page.getByRole('link', { name: 'Classes' }).click()
  await classRow(page, /^.*\bCache\b/)
    .first()
    .click()
  await classRow(page, /Cache.*@\d+/)
    .first()
    .click()
  await expect(page).toHaveURL(/selected=@\d+/)
  await page.goBack()
  await expect(page).not.toHaveURL(/selected/)
  await expect(objectPanel(page)).toContainText('Select an object')
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Biggest classes' })).toBeVisible()
  await page.goForward()
  await page.goForward()
  await expect(objectPanel(page)).toContainText('Why is it alive?')
})

test('typing a filter leaves one step to go back, not one per key', async ({ page }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await page.getByRole('link', { name: 'Classes' }).click()
  await page.getByPlaceholder(/filter classes/i).pressSequentially('Sess')
  await expect(page).toHaveURL(/filter=Sess/)
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Biggest classes' })).toBeVisible()
})

test('an address with nonsense in it opens what it can', async ({ page }) => {
  await page.goto(sampleAt('&view=nowhere&sort=-colour&selected=@1x&tab=none'))
  await untilReady(page)
  await expect(page.getByRole('link', { name: 'Overview' })).toHaveAttribute('aria-current', 'page')
})

test('an address of a capture this browser does not keep says so, and the page stays usable', async ({
  page,
}) => {
  await page.goto('./#v=1&source=recent:0123abcd&view=classes')
  await expect(page.getByRole('alert')).toContainText('does not keep')
  await page.getByRole('link', { name: /A cache that only grows/ }).click()
  await untilReady(page)
})

test('finding by id selects the object, finding by name opens the class', async ({ page }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  const find = page.getByRole('combobox', { name: /Find an object/ })
  await find.fill('Session')
  await page.getByRole('option', { name: /Session.*410 objects/ }).click()
  await expect(classRow(page, /Session.*@\d+/).first()).toBeVisible()
  await find.fill('@57797')
  await page.getByRole('option', { name: /@57797/ }).click()
  await expect(objectPanel(page)).toContainText('Cache')
  await find.fill('no such class at all')
  await expect(page.getByText('No class passes')).toBeVisible()
})

test('a fast Enter in the find box goes to what was typed last, not to what was listed before', async ({
  page,
}) => {
  await page.goto(sampleAt())
  await untilReady(page)
  const find = page.getByRole('combobox', { name: /Find an object/ })
  await find.fill('Session')
  await expect(page.getByRole('option', { name: /Session.*410 objects/ })).toBeVisible()
  // In one turn of the page, before any answer can come.
  await find.evaluate((input: HTMLInputElement) => {
    input.select()
    document.execCommand('insertText', false, '@57797')
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  })
  await expect(page).toHaveURL(/selected=@57797/)
  expect(page.url()).not.toContain('view=classes')
  await expect(find).toHaveValue('')
})

test('a filter that cannot be used says why, in the list of classes and in the find box', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=classes'))
  await untilReady(page)
  const filter = page.getByPlaceholder(/filter classes/i)
  await filter.fill('no such class')
  const nothing = page.getByText('No class passes the filter')
  await expect(nothing).toBeVisible()
  await filter.fill('/(/')
  await expect(page.getByRole('search').getByText('not a valid regular expression')).toBeVisible()
  await expect(nothing).toBeHidden()
  await page.getByRole('button', { name: 'Clear the filter' }).last().click()
  await expect(classRow(page, /Session/).first()).toBeVisible()
  await page.getByRole('combobox', { name: /Find an object/ }).fill('/(/')
  await expect(page.getByText('not a valid regular expression')).toBeVisible()
})

test('where the browser refuses storage, the capture opens and the page says it is not kept', async ({
  page,
}) => {
  await page.addInitScript(() => {
    navigator.storage.getDirectory = () => Promise.reject(new DOMException('refused', 'SecurityError'))
  })
  await page.goto('./')
  await dropCapture(page)
  await untilReady(page)
  await expect(statusBar(page)).toContainText('Not kept after a reload')
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Opened before' })).toBeVisible()
  await page.goForward()
  await untilReady(page)
})

test('what the engine makes for itself is folded in the list of classes until asked for', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=classes'))
  await untilReady(page)
  await expect(classRow(page, /\(array\)/)).toBeVisible()
  await expect(classRow(page, /compiled code/)).toBeHidden()
  const toggle = page.getByRole('button', { name: /Show the engine’s \d+ classes \([\d.]+\sMiB\)/ })
  await toggle.click()
  await expect(classRow(page, /compiled code/)).toBeVisible()
  await page.reload()
  await untilReady(page)
  await expect(classRow(page, /compiled code/)).toBeVisible()
  await page.getByRole('button', { name: /Fold the engine’s/ }).click()
  await expect(classRow(page, /compiled code/)).toBeHidden()

  // A class of the engine that is looked for is shown.
  await page.getByRole('combobox', { name: /Find/ }).fill('compiled code')
  await page.keyboard.press('Enter')
  await expect(classRow(page, /compiled code/).first()).toBeVisible()
})
