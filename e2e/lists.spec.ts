import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import {
  dropCapture,
  expect,
  filterBy,
  objectPanel,
  sampleAt,
  test,
  untilReady,
  widthOver,
} from './journey.ts'

const PLACES = [
  'strings',
  'strings&show=all',
  'collections',
  'collections&show=each',
  'shapes',
  'shapes&show=classes',
]

function selectionBar(page: Page): Locator {
  return page.getByRole('region', { name: 'Selection' })
}

function rows(page: Page, table: string, name: RegExp): Locator {
  return page.getByRole('treegrid', { name: table }).getByRole('row', { name })
}

test('300 strings of three values are found as duplicates, opened to their holder, and selected', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=strings'))
  await untilReady(page)
  await expect(page.getByText(/texts are there more than once/)).toBeVisible()
  await page.getByRole('combobox', { name: 'Filter texts' }).fill('/duplicate value \\d$/')
  await expect(page.getByText('3 of 216 texts')).toBeVisible()
  const values = rows(page, 'Duplicate strings', /duplicate value \d/)
  await expect(values).toHaveCount(3)
  await expect(values.first()).toContainText('100')

  await values.first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(rows(page, 'Duplicate strings', /held by Array elements/)).toContainText('100')
  await page.keyboard.press('x')
  await expect(selectionBar(page)).toContainText('100 objects')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(objectPanel(page)).toContainText('duplicate value')
  await page.reload()
  await untilReady(page)
  await expect(selectionBar(page)).toContainText('100 objects')
  await expect(rows(page, 'Duplicate strings', /held by Array elements/)).toBeVisible()
})

test('a bar of the histogram shows the strings of its lengths, and back leads back', async ({ page }) => {
  await page.goto(sampleAt('&view=strings'))
  await untilReady(page)
  const bar = page
    .getByRole('list', { name: 'Strings by their length in characters' })
    .getByRole('button', { name: /^64 to 127 characters/ })
  const count = /: ([\d,]+) strings?/.exec((await bar.textContent()) ?? '')?.[1]
  await bar.click()
  await expect(page.getByRole('radio', { name: 'All strings' })).toBeChecked()
  await expect(bar).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText(new RegExp(`^${count} of [\\d,]+ strings$`))).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('radio', { name: 'Duplicates' })).toBeChecked()
  await page.getByRole('radio', { name: 'All strings' }).check()
  await page.getByRole('combobox', { name: 'Filter strings' }).fill('nothing reads like this')
  await expect(page.getByText('No string passes the filter')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).last().click()
  await expect(page.getByText(/^[\d,]+ strings$/)).toBeVisible()
})

test('the Map of 410 sessions is Cache.entries, with room for 512', async ({ page }) => {
  await page.goto(sampleAt('&view=collections'))
  await untilReady(page)
  await filterBy(page, 'Filter owners', 'owner:=Cache.entries')
  const owner = rows(page, 'Collections by owner', /Cache\s*\.entries/)
  await expect(owner).toContainText('410')
  await expect(owner).toContainText('512')
  await owner.focus()
  await page.keyboard.press('x')
  await expect(selectionBar(page)).toContainText('1 object')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(objectPanel(page)).toContainText('Map')

  await page.getByRole('button', { name: '951 Array' }).click()
  await expect(page.getByText('951 of 1,511 collections')).toBeVisible()
  await page
    .getByRole('combobox', { name: 'Filter collections' })
    .fill('fill:<0.5 entries:>0 collection:WeakMap')
  await expect(page.getByText('1 of 1,511 collections')).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Collections' }).getByRole('row').nth(1)).toContainText('40.0%')
  await page.reload()
  await untilReady(page)
  await expect(page.getByText('1 of 1,511 collections')).toBeVisible()
})

test('plain objects are listed by their exact properties, and classes by how many lists theirs have', async ({
  page,
}) => {
  await page.goto(sampleAt('&view=shapes'))
  await untilReady(page)
  await expect(page.getByText(/1,113 plain objects of .* in 245 shapes/)).toBeVisible()
  await page.getByRole('combobox', { name: 'Filter shapes' }).fill('shape:="{target_defaults, variables}"')
  const shape = rows(page, 'Shapes', /\{target_defaults, variables\}/)
  // The row is in the list before it is filtered, too; that one goes away.
  await expect(page.getByText(/^\d+ of 245 shapes$/)).toBeVisible()
  await expect(page.getByRole('treegrid', { name: 'Shapes' }).getByRole('row')).toHaveCount(2)
  await shape.first().focus()
  await page.keyboard.press('x')
  await expect(selectionBar(page)).toContainText('1 object')
  await page.keyboard.press('ArrowRight')
  await expect(rows(page, 'Shapes', /@\d+/)).toBeVisible()
  await page.getByRole('radio', { name: 'By class' }).check()
  await expect(page.getByRole('grid', { name: 'Classes by their shapes' })).toContainText('TypeError')
})

test('duplicates are saved as a table, with their filter', async ({ page }) => {
  await page.goto(sampleAt('&view=strings&filter=/duplicate value .$/'))
  await untilReady(page)
  await expect(page.getByText('3 of 216 texts')).toBeVisible()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const text = await readFile(await (await saved).path(), 'utf8')
  expect(text).toMatch(
    /^Text,Length,Copies,Each,All,Wasted,May differ\n(?:"?status=active {3}duplicate value \d"?,33,100,32,3200,3168,false\n){3}$/,
  )
})

test('a capture of another engine says what is not known', async ({ page }) => {
  await page.goto('./')
  await dropCapture(page, 'bun-1.4.5.heapsnapshot.gz')
  await untilReady(page)
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(page.getByText(/the file does not tell how many entries they have/)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })

    for (const place of PLACES) {
      test(`axe finds no serious fault in ${place}`, async ({ page }) => {
        await page.goto(sampleAt(`&view=${place}`))
        await untilReady(page)
        await expect(page.getByRole('row').nth(3)).toContainText(/\d/)
        expect(await faultsOf(page)).toEqual([])
      })
    }
  })
}

test('on a page 390 px wide nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const place of PLACES) {
    await page.goto('about:blank')
    await page.goto(sampleAt(`&view=${place}`))
    await untilReady(page)
    await expect(page.getByRole('row').nth(3)).toContainText(/\d/)
    expect(await widthOver(page)).toBe(0)
  }
})

test('on a page 390 px wide what a list is about is cut, and can be read whole', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(sampleAt('&view=realms'))
  await untilReady(page)
  const words = page.getByText('A realm is one global object')
  const cut = (await words.boundingBox())?.height ?? 0
  await page.getByRole('button', { name: 'More' }).click()
  expect((await words.boundingBox())?.height).toBeGreaterThan(cut)
  const whole = await words.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)
  expect(whole).toBe(0)
  await page.getByRole('button', { name: 'Less' }).click()
  expect((await words.boundingBox())?.height).toBe(cut)
})
