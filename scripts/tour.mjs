// `npm run tour`: takes the screenshots of docs/tour.md anew, from the built page.
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { spawn } from 'node:child_process'
import { chromium } from '@playwright/test'
import { ensureBrowser } from './browser.mjs'
import { root } from './run.mjs'

const NODE = 'node-24.9.0-target.heapsnapshot.gz'
const SHOP = 'chrome-156-shop.heapsnapshot.gz'
const PORT = 20_000 + (process.pid % 20_000)
const WIDE = { width: 1440, height: 870 }
const NARROW = { width: 390, height: 844 }

const SERIES = ['baseline', 'target', 'final'].map((moment) => `sample:node-24.9.0-${moment}.heapsnapshot.gz`)

/** The address of the samples of one process, the first of them the base of the last. */
const compared = (...sources) =>
  `#v=1&source=${sources.at(-1)}${sources.map((source) => `&set=${source}`).join('')}&base=${sources[0]}`
const PAIR = compared(SERIES[0], SERIES[1])
const ALL = compared(...SERIES)

/** Where each picture is taken: the capture and the rest of the address, or the whole address of samples. */
const PICTURES = [
  { name: 'overview', file: NODE, at: '&selected=@57797' },
  {
    name: 'findings',
    address: `${PAIR}&view=findings&open=large-collection/hcm1io1ejm&selected=@57797`,
    until: 'Life goes on too long',
    act: (page) =>
      page
        .getByText(/^Grown: |^New: /)
        .first()
        .waitFor({ timeout: 60_000 }),
  },
  { name: 'classes', file: NODE, at: '&view=classes&filter=Session&open=Session+@77:4:28&selected=@117511' },
  { name: 'objects', file: NODE, at: '&view=objects&filter=kind:closure+retained:>3k&selected=@57797' },
  { name: 'dominators', file: NODE, at: '&view=dominators' },
  { name: 'treemap', file: NODE, at: '&view=dominators&draw=treemap', theme: 'dark' },
  { name: 'statistics', file: NODE, at: '&view=statistics' },
  { name: 'retainers', file: NODE, at: '&view=retainers&sel=class:Session&sel=class:Point' },
  { name: 'held-by', file: NODE, at: '&view=retainers&show=holders&sel=class:Session', theme: 'dark' },
  { name: 'roots', file: NODE, at: '&view=roots' },
  { name: 'kept', file: SHOP, at: '&view=kept', theme: 'dark' },
  { name: 'realms', file: SHOP, at: '&view=realms' },
  { name: 'closures', file: 'chrome-156-closures.heapsnapshot.gz', at: '&view=closures' },
  { name: 'strings', file: NODE, at: '&view=strings' },
  { name: 'collections', file: NODE, at: '&view=collections', theme: 'dark' },
  { name: 'shapes', file: NODE, at: '&view=shapes' },
  { name: 'allocations', file: 'chrome-156.heaptimeline.gz', at: '&view=allocations' },
  { name: 'profile', file: 'chrome-156.heapprofile.gz', at: '&view=allocations', theme: 'dark' },
  {
    name: 'diff',
    address: `${PAIR}&view=diff&open=Session+@77:4:28&is=@117511&selected=@117511`,
    until: 'One process',
  },
  {
    name: 'owners',
    address: `${PAIR}&view=diff&show=owners&was=@98135&is=@98135&selected=@98135`,
    until: 'One process',
    theme: 'dark',
  },
  { name: 'growth', address: `${PAIR}&view=diff&show=icicle`, until: 'One process' },
  {
    name: 'leaks',
    address: `${ALL}&view=leaks&selected=@117511`,
    until: 'stayed to the last',
    theme: 'dark',
  },
  { name: 'trend', address: `${ALL}&view=trend`, until: 'Trend of' },
  {
    name: 'share',
    address: `${PAIR}&view=diff`,
    until: 'One process',
    act: async (page) => {
      await page.keyboard.press('Shift+S')
      await page.getByRole('dialog').getByText('to upload').waitFor({ timeout: 60_000 })
      await page.getByRole('button', { name: /names that go/ }).waitFor({ timeout: 60_000 })
    },
  },
  { name: 'narrow', file: NODE, at: '&view=retainers&sel=class:Session', theme: 'dark', size: NARROW },
]

const server = spawn(process.execPath, ['dist/server/main.js', '--port', String(PORT), '--no-open'], {
  cwd: root,
  stdio: 'ignore',
  // Nothing is shared, and no folder of the user's is made for it.
  env: { ...process.env, HEAPSCOPE_DATA: mkdtempSync(join(tmpdir(), 'heapscope-tour-')) },
})
const executablePath = await ensureBrowser()
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args })
try {
  const wanted = process.argv.slice(2)
  for (const picture of PICTURES) {
    if (wanted.length === 0 || wanted.includes(picture.name)) await take(picture)
  }
} finally {
  await browser.close()
  server.kill()
}

async function take({ name, file, at, address, until, act, theme = 'light', size = WIDE }) {
  const page = await browser.newPage({ viewport: size, colorScheme: theme, reducedMotion: 'reduce' })
  await open(page)
  if (address) await goTo(page, address, until)
  else await dropAt(page, file, at)
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), undefined, {
    timeout: 30_000,
  })
  await act?.(page)
  // What follows an answer is drawn bit by bit.
  await page.waitForTimeout(1500)
  await page.screenshot({ path: join(root, 'docs/images', `${name}.png`) })
  await page.close()
  process.stdout.write(`${name}\n`)
}

async function goTo(page, address, until) {
  await page.evaluate((place) => {
    location.hash = place
  }, address)
  await page.getByText(until).first().waitFor({ timeout: 60_000 })
}

async function dropAt(page, file, at) {
  await drop(page, file)
  await page
    .getByRole('contentinfo')
    .getByText(/retained sizes ready|sampling profile/)
    .waitFor({ timeout: 60_000 })
  await page.evaluate((place) => {
    const source = new URLSearchParams(location.hash.slice(1)).get('source')
    location.hash = `#v=1&source=${source}${place}`
  }, at)
}

/** The server may still be starting. */
async function open(page) {
  for (let attempt = 0; ; attempt++) {
    try {
      await page.goto(`http://127.0.0.1:${PORT}/`)
      return
    } catch (error) {
      if (attempt === 20) throw error
      await page.waitForTimeout(250)
    }
  }
}

async function drop(page, file) {
  const base64 = readFileSync(join(root, 'fixtures/captures', file)).toString('base64')
  const dataTransfer = await page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.codePointAt(0))], name))
      return transfer
    },
    [file, base64],
  )
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await page.locator('body').dispatchEvent(event, { dataTransfer })
  }
}
