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

const SHOP = 'chrome-156-shop.heapsnapshot.gz'
const LIST = 'chrome-156-target.heapsnapshot.gz'

async function openShop(page: Page, name = SHOP): Promise<void> {
  await page.goto('./')
  await dropCapture(page, name)
  await untilReady(page)
}

function view(page: Page, name: string): Locator {
  return page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name })
}

function row(page: Page, table: string, name: RegExp): Locator {
  return page.locator(`[aria-label="${table}"]`).getByRole('row', { name })
}

function selection(page: Page): Locator {
  return page.getByRole('region', { name: 'Selection' })
}

test('the statistics are those of Chrome DevTools, and a row selects its objects', async ({ page }) => {
  await page.goto(sampleAt('&view=statistics'))
  await untilReady(page)
  const parts = 'What the bytes are used for'
  await expect(row(page, parts, /Strings/)).toContainText('1.8 MiB')
  await expect(row(page, parts, /Typed arrays/)).toContainText('112.9 KiB')
  await expect(page.getByText(/Together 7\.0\sMiB, of which 122\.0\sKiB lie outside/)).toBeVisible()
  await row(page, parts, /JS arrays/).click()
  await expect(selection(page)).toContainText('952')
  await expect(page).toHaveURL(/sel=part:jsArrays/)
})

test('sizes and distances are counted in bins, by objects or by bytes', async ({ page }) => {
  await page.goto(sampleAt('&view=statistics'))
  await untilReady(page)
  await expect(row(page, 'Objects by size', /16 B to below 32 B/)).toBeVisible()
  await expect(row(page, 'Objects by distance', /^1 step/)).toBeVisible()
  await page.getByRole('radio', { name: 'Retained' }).check({ force: true })
  await expect(page).toHaveURL(/sizes=retained/)
  await page.getByRole('radio', { name: 'Bytes' }).check({ force: true })
  await page.reload()
  await untilReady(page)
  await expect(page.getByRole('radio', { name: 'Retained' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Bytes' })).toBeChecked()
  await row(page, 'Objects by distance', /^2 steps/).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/sel=distance/)
})

test('removed elements are found with what holds them', async ({ page }) => {
  await openShop(page, LIST)
  await view(page, 'Kept by').click()
  await expect(page.getByText('2,277 objects with 98.8 KiB are kept by nothing else.')).toBeVisible()
  const kept = row(page, 'Detached DOM', /<li>/).first()
  await expect(kept).toContainText('Row.el')
  await expect(kept).toContainText('253')
  await kept.focus()
  await page.keyboard.press('ArrowRight')
  await expect(row(page, 'Detached DOM', /@\d+/).first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(objectPanel(page)).toContainText('Why is it alive?')
  await page.getByRole('button', { name: 'Select them' }).click()
  await expect(selection(page)).toContainText('2,277')
})

test('closures, event handlers and the console have their own lists, which the address holds', async ({
  page,
}) => {
  await openShop(page)
  await view(page, 'Kept by').click()
  await page.getByRole('tab', { name: /Closures/ }).click()
  await expect(row(page, 'Closures', /item.*onBuy/).first()).toContainText('https://shop.example/:11:76')
  await page.getByRole('tab', { name: /Closures/ }).press('ArrowRight')
  await expect(row(page, 'Event handlers', /onBuy/)).toContainText('<button>')
  await expect(page).toHaveURL(/by=handler/)
  await page.getByPlaceholder(/filter handlers/i).fill('count:>1')
  await expect(page.getByText('1 of 3 handlers')).toBeVisible()
  await page.goBack()
  await page.getByRole('tab', { name: /Console/ }).click()
  await expect(row(page, 'Console', /Logged/)).toBeVisible()
})

test('where nothing is kept the list says so', async ({ page }) => {
  await page.goto(sampleAt('&view=kept&by=console'))
  await untilReady(page)
  await expect(page.getByText('The developer tools hold nothing in this heap.')).toBeVisible()
})

test('roots open by keyboard, reference by reference, to an object of the program', async ({ page }) => {
  await page.goto(sampleAt('&view=roots'))
  await untilReady(page)
  const globals = row(page, 'Roots', /Globals/)
  await expect(globals).toContainText('6.5 MiB')
  await globals.focus()
  await page.keyboard.press('ArrowRight')
  await expect(row(page, 'Roots', /global @/).first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(row(page, 'Roots', /\.cache/).first()).toBeVisible()
  await row(page, 'Roots', /\.cache/)
    .first()
    .click()
  await expect(objectPanel(page)).toContainText('Cache')
  await page.getByPlaceholder(/filter roots/i).fill('name:handles kept:>0')
  await expect(row(page, 'Roots', /Eternal handles/)).toBeVisible()
  await expect(row(page, 'Roots', /Globals/)).toBeHidden()
  await page.getByRole('columnheader', { name: /References/ }).click()
  await page.reload()
  await untilReady(page)
  await expect(page.getByRole('columnheader', { name: /References/ })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await expect(page.getByText(/^\d of \d+ rows$/)).toBeVisible()
})

test('realms add up and open to their objects', async ({ page }) => {
  await openShop(page)
  await view(page, 'Realms').click()
  await expect(row(page, 'Realms', /Window \/ https:\/\/ads\.shop\.example/).first()).toContainText('4,655')
  await expect(row(page, 'Realms', /Shared by several realms/)).toContainText('229.9 KiB')
  await filterBy(page, 'Filter rows', 'ads')
  await row(page, 'Realms', /ads\.shop\.example @7795/).click()
  await expect(row(page, 'Realms', /global_object|Window|HTML|Advert|Array|Object/).nth(1)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })

    test('axe finds no serious fault in statistics, roots, kept by and realms', async ({ page }) => {
      await openShop(page)
      for (const name of ['Statistics', 'Roots', 'Kept by', 'Realms']) {
        await view(page, name).click()
        await expect(page.getByRole('row').nth(1)).toBeVisible()
        await expect(page.getByText('Loading…')).toHaveCount(0)
        expect([name, ...(await faultsOf(page))]).toEqual([name])
      }
    })
  })
}

test.describe('on a page 390 px wide', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('nothing scrolls sideways in statistics, roots, kept by and realms', async ({ page }) => {
    await openShop(page)
    for (const name of ['Statistics', 'Roots', 'Kept by', 'Realms']) {
      await view(page, name).click()
      await expect(page.getByRole('row').nth(1)).toBeVisible()
      expect([name, await widthOver(page)]).toEqual([name, 0])
    }
  })
})
