import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import Database from 'libsql'
import { faultsOf } from './axe.ts'
import {
  captureBytes,
  dropFiles,
  expect,
  pairBytes,
  sampleAt,
  statusBar,
  test,
  untilReady,
  widthOver,
} from './journey.ts'

const [A, B] = ['node-24.9.0-baseline', 'node-24.9.0-target'].map((name) => `sample:${name}.heapsnapshot.gz`)
/** A diff at a particular place: a filter, and an object chosen. */
const PLACE = `./#v=1&source=${B}&set=${A}|before+the+rush&set=${B}&base=${A}&view=diff&filter=Session`

const dialog = (page: Page) => page.getByRole('dialog')
const createLink = (page: Page) => dialog(page).getByRole('button', { name: 'Create link' })
const linkField = (page: Page) => dialog(page).getByRole('textbox', { name: 'Link to the share' })

/** Opens the dialog by its key, and waits until what goes is known. */
async function openDialog(page: Page): Promise<void> {
  await page.keyboard.press('Shift+S')
  await expect(dialog(page)).toContainText('to upload', { timeout: 30_000 })
}

/** Shares what is open as it is offered. @returns the link */
async function share(page: Page): Promise<string> {
  await openDialog(page)
  await createLink(page).click()
  await expect(linkField(page)).toBeVisible({ timeout: 30_000 })
  return linkField(page).inputValue()
}

/** Somebody else's browser. */
async function elsewhere(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext()
  try {
    await work(await context.newPage())
  } finally {
    await context.close()
  }
}

const idIn = (link: string) => /\/s\/([\w-]{22})#/.exec(link)![1]!

/** A file or folder that the server keeps. */
function dataOf(name: string): string {
  return join(process.env['HEAPSCOPE_E2E_DATA']!, name)
}

/** The sealed file of a share. */
function blobOf(link: string): string {
  return join(dataOf('blobs'), idIn(link))
}

/** Makes a share's time be over, as a week of waiting does. */
function endNow(link: string): void {
  const database = new Database(dataOf('shares.sqlite'), { timeout: 5000 })
  try {
    database.prepare('update shares set expires = ? where id = ?').run(Date.now() - 1000, idIn(link))
  } finally {
    database.close()
  }
}

/** Makes uploads slow enough to be disturbed; 0 lets them run. */
async function slowUploads(context: BrowserContext, page: Page, bytesPerSecond: number): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond || -1,
  })
}

test('a diff at a particular place is there for whoever opens its link', async ({ page, browser }) => {
  await page.goto(PLACE)
  await expect(page.getByText(/of the target’s bytes were found in the base/)).toBeVisible({
    timeout: 30_000,
  })
  await openDialog(page)
  await dialog(page).getByRole('textbox', { name: 'Title' }).fill('The cache never lets go')
  await dialog(page).getByRole('textbox', { name: /^Note/ }).fill('Look at Session.\nThen at its Map.')
  await createLink(page).click()
  await expect(linkField(page)).toBeVisible({ timeout: 30_000 })
  const link = await linkField(page).inputValue()
  expect(link).toMatch(/\/s\/[\w-]{22}#k=[\w-]{43}$/)
  await elsewhere(browser, async (theirs) => {
    const asked: string[] = []
    theirs.on('request', (request) => asked.push(request.url() + request.headers()['referer']))
    await theirs.goto(link)
    await expect(theirs.getByRole('region', { name: 'What the sender says' })).toContainText(
      'Then at its Map.',
      {
        timeout: 30_000,
      },
    )
    await expect(theirs.getByText(/of the target’s bytes were found in the base/)).toBeVisible({
      timeout: 30_000,
    })
    await expect(theirs.getByRole('combobox', { name: 'Filter classes' })).toHaveValue('Session')
    await expect(theirs.getByRole('list', { name: 'Captures' })).toContainText('before the rush')
    const row = theirs
      .getByRole('treegrid', { name: 'Changes by class' })
      .getByRole('row', { name: /^object Session/ })
    await expect(row.first()).toContainText('+400')
    // They look further, and the address goes along; a reload brings them back.
    await theirs.getByRole('link', { name: 'Strings' }).click()
    await expect(theirs).toHaveURL(/\/s\/[\w-]{22}#k=[\w-]{43}&v=1&source=share:1.*view=strings/)
    await theirs.reload()
    await expect(theirs.getByRole('heading', { name: 'Strings', level: 1 })).toBeAttached({ timeout: 30_000 })
    const key = link.slice(link.indexOf('k=') + 2)
    expect(asked.join('\n')).not.toContain(key)
  })
})

test('values stay here unless they are asked for', async ({ page, browser }) => {
  await page.goto(sampleAt('&view=strings&filter=length:>20'))
  await untilReady(page)
  const rowsOf = (one: Page) => one.getByRole('treegrid', { name: 'Duplicate strings' }).getByRole('row')
  const figuresOf = (one: Page) => one.getByText(/different texts/)
  await expect(rowsOf(page).nth(1)).toContainText('Copyright')
  await expect(page.getByText(/characters, value/)).toHaveCount(0)
  const figures = await figuresOf(page).textContent()
  const shown = await page.getByRole('search').getByRole('status').textContent()
  const link = await share(page)
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link)
    await untilReady(theirs)
    await expect(rowsOf(theirs).nth(1)).toContainText(/‹[\d,]+ characters, value [0-9a-z]{12}›/)
    await expect(theirs.getByText('Copyright')).toHaveCount(0)
    // Lengths and copies are true, so as many are found, and they waste as much.
    await expect(figuresOf(theirs)).toHaveText(figures!)
    await expect(theirs.getByRole('search').getByRole('status')).toHaveText(shown!)
    await expect(theirs.getByRole('region', { name: 'What the sender says' })).toContainText('were left out')
    await expect(statusBar(theirs)).toContainText('values left out')
    // Who shares it again has no values to add.
    await openDialog(theirs)
    await expect(dialog(theirs)).toContainText('They were left out before this came here.')
  })
  await page.keyboard.press('Escape')
  await openDialog(page)
  await dialog(page).getByRole('checkbox', { name: 'Include the values of strings and numbers' }).check()
  await createLink(page).click()
  await expect(linkField(page)).toBeVisible({ timeout: 30_000 })
  const whole = await linkField(page).inputValue()
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(whole)
    await untilReady(theirs)
    await expect(theirs.getByText(/characters, value/)).toHaveCount(0)
    await expect(theirs.getByRole('region', { name: 'What the sender says' })).toContainText('are in it')
  })
})

test('offline in the middle of an upload: it waits, and goes on when the network is back', async ({
  page,
  context,
  browser,
}) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await openDialog(page)
  await slowUploads(context, page, 100_000)
  await createLink(page).click()
  const bar = dialog(page).getByRole('progressbar', { name: 'Uploading' })
  await expect(bar).toHaveAttribute('aria-valuenow', /[1-9]/)
  await context.setOffline(true)
  await page.waitForTimeout(1500)
  await expect(linkField(page)).toBeHidden()
  await context.setOffline(false)
  await slowUploads(context, page, 0)
  await expect(linkField(page)).toBeVisible({ timeout: 45_000 })
  const link = await linkField(page).inputValue()
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link)
    await untilReady(theirs)
  })
})

test('an upload can be paused, goes on after a reload, and its link is under “My shares”', async ({
  page,
  context,
  browser,
}) => {
  await page.goto(sampleAt())
  await untilReady(page)
  await openDialog(page)
  await slowUploads(context, page, 100_000)
  await createLink(page).click()
  await expect(dialog(page).getByRole('progressbar', { name: 'Uploading' })).toHaveAttribute(
    'aria-valuenow',
    /[1-9]/,
  )
  await dialog(page).getByRole('button', { name: 'Pause' }).click()
  await expect(dialog(page).getByRole('status')).toHaveText('Paused')
  await page.reload()
  await slowUploads(context, page, 0)
  await untilReady(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('my shares')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('not uploaded to its end')
  await dialog(page).getByRole('button', { name: 'Go on uploading' }).click()
  await expect(dialog(page)).toContainText(/ends on/, { timeout: 30_000 })
  const link = await dialog(page).getByRole('link', { name: 'Open' }).getAttribute('href')
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link!)
    await untilReady(theirs)
  })
})

test('a deleted share is gone for everybody', async ({ page, browser }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  const link = await share(page)
  await dialog(page).getByRole('button', { name: 'My shares' }).click()
  await dialog(page)
    .getByRole('button', { name: /^Delete the share/ })
    .click()
  await dialog(page).getByRole('button', { name: 'Delete it for everybody' }).click()
  await expect(dialog(page)).toContainText('Links that you make in this browser are listed here')
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link)
    await expect(theirs.getByRole('heading', { name: 'There is nothing at this link' })).toBeVisible()
    await theirs.getByRole('button', { name: 'Go to the start page' }).click()
    await expect(theirs.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
  })
})

test('a link without its whole key, with another key, or to damaged bytes says which', async ({
  page,
  browser,
}) => {
  await page.goto(sampleAt())
  await untilReady(page)
  const link = await share(page)
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link.slice(0, -5))
    await expect(theirs.getByRole('heading', { name: 'This link is not whole' })).toBeVisible()
    expect(await faultsOf(theirs)).toEqual([])
    await theirs.goto(link.replace(/k=.*/, `k=${'A'.repeat(43)}`))
    await expect(theirs.getByRole('heading', { name: 'The key in this link does not fit' })).toBeVisible()
  })
  const blob = blobOf(link)
  const whole = readFileSync(blob)
  const changed = Buffer.from(whole)
  changed[1000]! ^= 1
  writeFileSync(blob, changed)
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link)
    await expect(theirs.getByRole('heading', { name: 'This shared analysis arrived damaged' })).toBeVisible()
    // It may be mended meanwhile.
    writeFileSync(blob, whole)
    await theirs.getByRole('button', { name: 'Try again' }).click()
    await untilReady(theirs)
  })
})

test('a link whose time is over says so', async ({ page, browser }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  const link = await share(page)
  endNow(link)
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(link)
    await expect(theirs.getByRole('heading', { name: 'This link has expired' })).toBeVisible()
  })
})

test('a share that the server has lost a part of says so on a narrow page', async ({ page, browser }) => {
  await page.goto(sampleAt())
  await untilReady(page)
  const link = await share(page)
  const blob = blobOf(link)
  truncateSync(blob, readFileSync(blob).length - 100)
  await elsewhere(browser, async (theirs) => {
    await theirs.setViewportSize({ width: 390, height: 844 })
    await theirs.goto(link)
    await expect(theirs.getByRole('alert')).toContainText('has lost a part')
    expect(await widthOver(theirs)).toBeLessThanOrEqual(0)
  })
})

test('saved as a file and dropped, it is the same place with the same words', async ({ page, browser }) => {
  await page.goto('./')
  await dropFiles(
    page,
    { name: 'a-baseline.heapsnapshot.gz', bytes: pairBytes('node-24.9.0-baseline.heapsnapshot.gz') },
    { name: 'a-target.heapsnapshot.gz', bytes: captureBytes('node-24.9.0-target.heapsnapshot.gz') },
  )
  await expect(page.getByText(/of the target’s bytes were found in the base/)).toBeVisible({
    timeout: 30_000,
  })
  await openDialog(page)
  await dialog(page).getByRole('textbox', { name: /^Note/ }).fill('From the file.')
  const saving = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Save as a file' }).click()
  const file = await saving
  expect(file.suggestedFilename()).toMatch(/\.heapscope$/)
  const bytes = readFileSync(await file.path())
  await elsewhere(browser, async (theirs) => {
    await theirs.goto(page.url().replace(/#.*/, ''))
    await dropFiles(theirs, { name: 'from-a-colleague.heapscope', bytes })
    await expect(theirs.getByRole('region', { name: 'What the sender says' })).toContainText(
      'From the file.',
      { timeout: 30_000 },
    )
    await expect(theirs.getByText(/of the target’s bytes were found in the base/)).toBeVisible({
      timeout: 30_000,
    })
  })
})

test('the dialog is whole for who uses the keyboard, a screen reader or a narrow page', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(sampleAt())
  await untilReady(page)
  await openDialog(page)
  expect(await faultsOf(page)).toEqual([])
  expect(await widthOver(page)).toBeLessThanOrEqual(0)
  await expect(dialog(page).getByRole('textbox', { name: 'Title' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
})
