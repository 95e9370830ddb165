import type { Page } from '@playwright/test'
import { faultsOf } from './axe.ts'
import {
  dropCapture,
  dropFiles,
  expect,
  filterBy,
  objectPanel,
  statusBar,
  test,
  untilReady,
  widthOver,
} from './journey.ts'

const TIMELINE = 'chrome-156.heaptimeline.gz'
const PROFILE = 'chrome-156.heapprofile.gz'
const CLOSURES = 'chrome-156-closures.heapsnapshot.gz'

async function openAt(page: Page, file: string, view: string): Promise<void> {
  await page.goto('./')
  await dropCapture(page, file)
  await untilReady(page)
  await page.getByRole('link', { name: view, exact: true }).click()
}

function row(page: Page, table: string, name: RegExp) {
  return page.getByRole('treegrid', { name: table }).getByRole('row', { name })
}

test('a timeline shows what was allocated when, by mouse and by keyboard, and a reload comes back to it', async ({
  page,
}) => {
  await openAt(page, TIMELINE, 'Allocations')
  await expect(page.getByText('610 objects (26.3 KiB) were allocated between the samples')).toBeVisible()
  const chosen = page.getByRole('status').filter({ hasText: 'still live' })
  await expect(chosen).toContainText('All of it: 610 objects')
  const classes = page.getByRole('grid', { name: 'Allocated classes' })
  await expect(classes.getByRole('row', { name: /^object Row 120/ })).toBeVisible()

  const chart = page.getByRole('img', { name: /What lives by when it was allocated/ })
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.3, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 })
  await page.mouse.up()
  await expect(chosen).toContainText('In this stretch')
  await expect(page).toHaveURL(/from=\d+/)

  const begin = page.getByRole('slider', { name: 'Begin of the stretch' })
  const end = page.getByRole('slider', { name: 'End of the stretch' })
  await begin.focus()
  await page.keyboard.press('Home')
  await expect(begin).toHaveAttribute('aria-valuetext', /^after 0\s?s$/)
  await end.focus()
  await page.keyboard.press('End')
  await expect(chosen).toContainText('All of it: 610 objects')
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft')
  await expect(chosen).toContainText('In this stretch')
  const words = await chosen.textContent()
  // Else there is nothing yet to come back to.
  await expect(statusBar(page)).toContainText('Kept in this browser')
  await page.reload()
  await expect(chosen).toHaveText(words!)

  await page.getByRole('button', { name: 'Select them' }).click()
  await expect(page).toHaveURL(/sel=allocated/)
})

test('stacks can be read from the top, from those that allocated, and by function', async ({ page }) => {
  await openAt(page, TIMELINE, 'Allocations')
  await page.getByRole('tab', { name: 'Calls, top down' }).click()
  await expect(
    page.getByText(/1,686 objects of 49\.5\sKiB were allocated by 14 stacks; 764 of/),
  ).toBeVisible()
  await expect(row(page, 'Calls', /\(root\)/)).toHaveAttribute('aria-expanded', 'true')

  const icicle = page.getByRole('region', { name: 'Calls as an icicle' })
  await icicle.getByRole('button', { name: /^\(root\)/ }).focus()
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown')
  await expect(icicle.getByRole('button', { name: /^cycle, / })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/stack=\d+/)
  await expect(icicle.getByRole('button', { name: /^Row, / })).toBeVisible()
  await expect(icicle.getByRole('button', { name: /^\(root\), / })).toHaveCount(0)
  await icicle.getByRole('button', { name: 'All stacks' }).click()
  await expect(icicle.getByRole('button', { name: /^\(root\), / })).toBeVisible()

  await page.getByRole('tab', { name: 'Callers, bottom up' }).click()
  const first = row(page, 'Callers', /Row/).first()
  await expect(first).toContainText('22.4 KiB')
  await first.focus()
  await page.keyboard.press('ArrowRight')
  await expect(row(page, 'Callers', /cycle/).first()).toBeVisible()

  await page.getByRole('tab', { name: 'Functions' }).click()
  const functions = page.getByRole('grid', { name: 'Functions' })
  await filterBy(page, 'Filter functions', 'function:=cycle')
  await expect(functions.getByRole('row', { name: /^cycle/ })).toContainText('31.8 KiB')
  await functions.getByRole('row', { name: /^cycle/ }).click()
  await expect(page).toHaveURL(/sel=trace/)
})

test('the panel shows the stack of an object', async ({ page }) => {
  await openAt(page, TIMELINE, 'Classes')
  await page
    .getByRole('treegrid', { name: 'Classes' })
    .getByRole('row', { name: /^object Row 150/ })
    .first()
    .click()
  await page
    .getByRole('treegrid', { name: 'Classes' })
    .getByRole('row', { name: /Row @\d+/ })
    .first()
    .click()
  await objectPanel(page).getByRole('tab', { name: 'Stack' }).click()
  const frames = objectPanel(page)
    .getByRole('list', { name: /Stack that allocated it/ })
    .getByRole('listitem')
  await expect(frames.first()).toContainText(/Row|cycle/)
  await expect(frames.last()).toContainText('(root)')
  await objectPanel(page).getByRole('button', { name: 'Show the stack among all' }).click()
  await expect(page.getByRole('region', { name: 'Calls as an icicle' })).toBeVisible()
})

test('a sampling profile opens as its stacks, and other views say why they have nothing', async ({
  page,
}) => {
  await page.goto('./')
  await dropCapture(page, PROFILE)
  await expect(statusBar(page)).toContainText('sampling profile')
  await expect(page.getByText(/an estimate from 18 samples of 26\.2\sKiB by 10 stacks/)).toBeVisible()
  await expect(row(page, 'Calls', /\(root\)/)).toContainText('26.2 KiB')
  await expect(objectPanel(page)).toContainText('holds no objects to look at')
  await page.getByRole('link', { name: 'Classes', exact: true }).click()
  await expect(page.getByText('This is a sampling profile')).toBeVisible()
  await page.getByRole('button', { name: 'Show its stacks' }).click()
  await page.getByRole('tab', { name: 'Functions' }).click()
  await expect(
    page.getByRole('grid', { name: 'Functions' }).getByRole('row', { name: /^set/ }),
  ).toContainText('9.0 KiB')
})

test('a capture without tracking says how to take one with it', async ({ page }) => {
  await openAt(page, CLOSURES, 'Allocations')
  await expect(page.getByText('does not say when or by whom its objects were allocated')).toBeVisible()
})

test('variables that nobody can use are listed with what they hold', async ({ page }) => {
  await openAt(page, CLOSURES, 'Closures')
  await expect(
    page.getByText(/5 variables that no living function can use any more together hold 166\.4\sKiB/),
  ).toBeVisible()
  const table = page.getByRole('grid', { name: 'Dead variables' })
  const buffer = table.getByRole('row', { name: /^buffer/ })
  await expect(buffer).toContainText('all 40')
  await expect(buffer).toContainText('157.2 KiB')
  await expect(table.getByRole('row', { name: /^shared/ })).toContainText('0 B')
  await page.getByRole('combobox', { name: 'Filter variables' }).fill('freed:>1k')
  await expect(page.getByText('2 of 5 variables')).toBeVisible()
  await buffer.focus()
  await page.keyboard.press('x')
  await expect(page).toHaveURL(/sel=class/)
  await page.keyboard.press('Enter')
  await expect(objectPanel(page)).toContainText('Context')
})

test('a capture without scopes says so', async ({ page }) => {
  await openAt(page, 'node-26.10.0-target.heapsnapshot.gz', 'Closures')
  await expect(page.getByText('does not say which variables functions use')).toBeVisible()
})

const MAP = JSON.stringify({
  version: 3,
  file: 'closures.html',
  sources: ['src/make.ts'],
  names: ['makeRow'],
  mappings: ';;;;eAWEA',
})

test('a source map that is dropped gives names and places back, until it is removed', async ({ page }) => {
  await openAt(page, CLOSURES, 'Closures')
  const buffer = page.getByRole('grid', { name: 'Dead variables' }).getByRole('row', { name: /^buffer/ })
  await expect(buffer).toContainText('closures.html:5:16')
  await dropFiles(
    page,
    { name: 'bundle.map', bytes: Buffer.from(MAP) },
    { name: 'bad.map', bytes: Buffer.from('no') },
  )
  await expect(buffer).toContainText('makeRow')
  await expect(buffer).toContainText('src/make.ts:12:3')
  await expect(statusBar(page)).toContainText('retained sizes ready')

  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox').last().fill('Source maps')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Source maps' })
  await expect(dialog).toContainText('1 map in use')
  await expect(dialog).toContainText('bad.map')
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Remove bundle.map' }).click()
  await page.keyboard.press('Escape')
  await expect(buffer).toContainText('closures.html:5:16')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })

    test('axe finds no serious fault in allocations and closures', async ({ page }) => {
      await openAt(page, TIMELINE, 'Allocations')
      await expect(page.getByText('610 objects (26.3 KiB) were')).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
      for (const part of ['Calls, top down', 'Callers, bottom up', 'Functions']) {
        await page.getByRole('tab', { name: part }).click()
        await expect(page.getByText('1,686 objects of').last()).toBeVisible()
        await expect(page.getByText('(root)').or(page.getByText('cycle')).first()).toBeVisible()
        expect(await faultsOf(page)).toEqual([])
      }
      await openAt(page, CLOSURES, 'Closures')
      await expect(page.getByText('buffer')).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    })
  })
}

test.describe('on a page 390 px wide', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('allocations and closures stay within it', async ({ page }) => {
    await openAt(page, TIMELINE, 'Allocations')
    await expect(page.getByText('610 objects (26.3 KiB) were')).toBeVisible()
    expect(await widthOver(page)).toBeLessThanOrEqual(0)
    await page.getByRole('tab', { name: 'Calls, top down' }).click()
    await expect(page.getByRole('region', { name: 'Calls as an icicle' })).toBeVisible()
    expect(await widthOver(page)).toBeLessThanOrEqual(0)
    await openAt(page, CLOSURES, 'Closures')
    await expect(page.getByText('buffer')).toBeVisible()
    expect(await widthOver(page)).toBeLessThanOrEqual(0)
  })
})
