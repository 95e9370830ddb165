import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { captureBytes, dropFiles, expect, filterBy, objectPanel, pairBytes, test } from './journey.ts'
import { faultsOf } from './axe.ts'

const BASE = {
  name: 'app-baseline.heapsnapshot.gz',
  bytes: pairBytes('node-24.9.0-baseline.heapsnapshot.gz'),
}
const TARGET = {
  name: 'app-target.heapsnapshot.gz',
  bytes: captureBytes('node-24.9.0-target.heapsnapshot.gz'),
}
const FINAL = { name: 'app-final.heapsnapshot.gz', bytes: pairBytes('node-24.9.0-final.heapsnapshot.gz') }

/** The sample of three moments at the pair of its first two. */
const PAIR = pairAt('node-24.9.0-baseline', 'node-24.9.0-target')

function pairAt(base: string, target: string, more = ''): string {
  const [a, b] = [base, target].map((name) => `sample:${name}.heapsnapshot.gz`)
  return `./#v=1&source=${b}&set=${a}&set=${b}&base=${a}&view=diff${more}`
}

async function untilCompared(page: Page): Promise<void> {
  await expect(page.getByText(/of the target’s bytes were found in the base/)).toBeVisible({
    timeout: 30_000,
  })
}

const changes = (page: Page) => page.getByRole('treegrid', { name: 'Changes by class' })
const chips = (page: Page) => page.getByRole('list', { name: 'Captures' })

test('two files dropped together are compared in the order of their moments', async ({ page }) => {
  await page.goto('./')
  await dropFiles(page, TARGET, BASE)
  await untilCompared(page)
  await expect(chips(page).getByRole('button', { pressed: true })).toHaveText(/target/)
  await expect(page.getByText(/One process, so objects are matched by their ids/)).toBeVisible()
  await expect(
    changes(page)
      .getByRole('row', { name: /Session/ })
      .first(),
  ).toContainText('+400')
})

test('a class opens to its new objects, whose path shows in both captures', async ({ page }) => {
  await page.goto(PAIR)
  await untilCompared(page)
  await changes(page)
    .getByRole('row', { name: /^object Session/ })
    .first()
    .click()
  await changes(page)
    .getByRole('row', { name: /New: the target alone has it/ })
    .first()
    .click()
  await expect(page.getByRole('region', { name: 'Path in the base' })).toContainText('It is not there.')
  await expect(page.getByRole('region', { name: 'Path in the target' })).toContainText('Cache')
  await expect(objectPanel(page)).toContainText('Why is it alive?')
})

test('the owner of what grew is named, with what it holds, and its paths scroll together', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 420 })
  await page.goto(PAIR)
  await untilCompared(page)
  await page.getByRole('radio', { name: 'Who is responsible' }).click()
  await expect(page.getByText(/hang on the roots themselves and have no owner/)).toBeVisible()
  const map = page
    .getByRole('grid', { name: 'Owners of what changed' })
    .getByRole('row', { name: /Map/ })
    .first()
  await expect(map).toContainText('400 Session')
  await map.click()
  const before = page.getByRole('region', { name: 'Path in the base' })
  const after = page.getByRole('region', { name: 'Path in the target' })
  await expect(before).toContainText('Map')
  await expect(after).toContainText('Map')
  await after.evaluate((box) => box.scrollTo(0, 20))
  await expect.poll(() => before.evaluate((box) => box.scrollTop)).toBe(20)
  await before.evaluate((box) => box.scrollTo(0, 10))
  await expect.poll(() => after.evaluate((box) => box.scrollTop)).toBe(10)
})

test('swapping turns what came into what went', async ({ page }) => {
  await page.goto(PAIR)
  await untilCompared(page)
  await page.getByRole('button', { name: 'Swap base and target' }).click()
  await filterBy(page, 'Filter classes', 'class:=Session')
  await expect(
    changes(page)
      .getByRole('row', { name: /^object Session/ })
      .first(),
  ).toContainText('\u2212400')
  await changes(page)
    .getByRole('row', { name: /^object Session/ })
    .first()
    .click()
  await expect(
    changes(page)
      .getByRole('row', { name: /Deleted: the base alone has it/ })
      .first(),
  ).toBeVisible()
})

test('a third capture is added beside them, and everything is there again after a reload', async ({
  page,
}) => {
  await page.goto('./')
  await dropFiles(page, BASE, TARGET)
  await untilCompared(page)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add a capture to compare' }).click()
  await page.getByRole('menuitem', { name: 'Add files…' }).click()
  await (await chooser).setFiles({ name: FINAL.name, mimeType: '', buffer: FINAL.bytes })
  await expect(chips(page).getByRole('listitem')).toHaveCount(3)
  await untilCompared(page)
  const kept = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('heapscope.recent.')).length)
  await expect.poll(kept, { timeout: 30_000 }).toBe(3)
  await page.reload()
  await untilCompared(page)
  await expect(chips(page).getByRole('button', { pressed: true })).toHaveText(/final/)
})

test('a capture is renamed, moved, made the base and taken out', async ({ page }) => {
  await page.goto(PAIR)
  await untilCompared(page)
  await page.getByRole('button', { name: 'What to do with baseline' }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('before the load')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(chips(page)).toContainText('before the load')
  await page.getByRole('button', { name: 'What to do with before the load' }).click()
  await page.getByRole('menuitem', { name: 'Move to later' }).click()
  await expect(chips(page).getByRole('listitem').last()).toContainText('before the load')
  await page.getByRole('button', { name: 'What to do with before the load' }).click()
  await page.getByRole('menuitem', { name: 'Show, as the target' }).click()
  await untilCompared(page)
  await expect(chips(page).getByRole('button', { pressed: true })).toContainText('before the load')
  await page.getByRole('button', { name: 'What to do with target' }).click()
  await page.getByRole('menuitem', { name: 'Take out' }).click()
  await expect(page.getByText(/What grew shows in two captures/)).toBeVisible()
})

test('the filter language knows what became of objects, in every list', async ({ page }) => {
  await page.goto(PAIR)
  await untilCompared(page)
  await page.getByRole('link', { name: 'Objects' }).click()
  await page.getByRole('combobox', { name: 'Filter objects' }).fill('class:=Session status:new')
  await expect(page.getByText(/^400 of [\d,]+ objects/)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })
    test('axe finds no serious fault where two captures are compared', async ({ page }) => {
      await page.goto(`${PAIR}&show=owners`)
      await untilCompared(page)
      expect(await faultsOf(page)).toEqual([])
      await page.getByRole('radio', { name: 'Classes' }).click()
      await changes(page)
        .getByRole('row', { name: /^object Session/ })
        .first()
        .click()
      await changes(page)
        .getByRole('row', { name: /New: the target alone has it/ })
        .first()
        .click()
      expect(await faultsOf(page)).toEqual([])
    })
  })
}

/** The sample of three moments, the last one shown. */
function seriesAt(view: string): string {
  const sources = ['baseline', 'target', 'final'].map(
    (moment) => `sample:node-24.9.0-${moment}.heapsnapshot.gz`,
  )
  const set = sources.map((source) => `&set=${source}`).join('')
  return `./#v=1&source=${sources[2]}${set}&base=${sources[0]}&view=${view}`
}

test('three captures tell what came and stayed: the cache first, and not the listeners', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('link', { name: /Before, after, and later/ }).click()
  await untilCompared(page)
  await page.getByRole('link', { name: 'Leaks' }).click()
  const leaks = page.getByRole('treegrid', { name: 'Leaks' })
  const first = leaks.getByRole('row').nth(1)
  await expect(first).toContainText('Session')
  await expect(first).toContainText('globalThis.cache.entries')
  await expect(first).toContainText('400')
  await expect(leaks).not.toContainText('onEvent')
  await first.click()
  await leaks
    .getByRole('row', { name: /Session @\d+/ })
    .first()
    .click()
  await expect(objectPanel(page)).toContainText('Why is it alive?')
})

test('clusters are kept as a file, and another run tells which are gone, still there and new', async ({
  page,
}, info) => {
  await page.goto(seriesAt('leaks'))
  await expect(page.getByRole('treegrid', { name: 'Leaks' })).toContainText('Session', { timeout: 30_000 })
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save clusters' }).click()
  const file = info.outputPath('leaks.json')
  await (await saving).saveAs(file)
  const run = JSON.parse(readFileSync(file, 'utf8')) as {
    clusters: { fingerprint: string; className: string }[]
  }
  run.clusters[0]!.fingerprint = '0123456789abcdef'
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Fixed?' }).click()
  await (
    await chooser
  ).setFiles({ name: 'leaks.json', mimeType: '', buffer: Buffer.from(JSON.stringify(run)) })
  await expect(page.getByRole('list', { name: 'Gone: 1' })).toContainText('0123456789abcdef')
  await expect(page.getByRole('list', { name: 'Still there: 1' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'New: 1' })).toContainText('Session')
})

test('the trend over all captures shows classes and owners with their lines', async ({ page }) => {
  await page.goto(seriesAt('trend'))
  await expect(page.getByRole('region', { name: 'Classes that grew in every step' })).toContainText('Cache', {
    timeout: 30_000,
  })
  await page.getByRole('button', { name: 'Steady growth only' }).click()
  await expect(page).toHaveURL(/filter=steady:yes/)
  await page.getByRole('radio', { name: 'Owners' }).click()
  const owners = page.getByRole('grid', { name: 'Trend of owners' })
  await owners.getByRole('row', { name: /Map/ }).first().click()
  await expect(objectPanel(page)).toContainText('Map')
})

test('with one capture, what needs more says how to get there', async ({ page }) => {
  await page.goto('./#v=1&source=sample:node-24.9.0-target.heapsnapshot.gz&view=leaks')
  await expect(page.getByText(/What leaks shows in three captures/)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Add captures…' })).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })
    test('axe finds no serious fault in leaks and trend', async ({ page }) => {
      await page.goto(seriesAt('leaks'))
      await expect(page.getByRole('treegrid', { name: 'Leaks' })).toContainText('Session', {
        timeout: 30_000,
      })
      expect(await faultsOf(page)).toEqual([])
      await page.getByRole('link', { name: 'Trend' }).click()
      await expect(page.getByRole('region', { name: 'Classes that grew in every step' })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    })
  })
}
