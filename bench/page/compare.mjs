import { copyFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { devtoolsBrowserBundle } from '../devtools/bundle.mjs'
import { RendererMemory } from './renderer-memory.mjs'
import { serveFolder } from './serve-folder.mjs'
import { serveHeapscope } from './serve-heapscope.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const require = createRequire(here('../../package.json'))
const DEVTOOLS_FOLDER = here('../.work/devtools-page')
/** Longer than this and a page counts as stuck. */
const PATIENCE_MS = 300_000
/** How often a page is looked at while it works. */
const LOOK_EVERY_MS = 20

/**
 * Opens the file in Heapscope's page and with DevTools' worker in a page of its own, in the same Chromium.
 * @returns runs as the command line's, with ids that end in `page`
 */
export async function comparePages(file, rounds, note) {
  const pages = [
    { id: 'heapscope-page', name: 'Heapscope, page', serve: serveHeapscope, open: openInHeapscope },
    {
      id: 'devtools-page',
      name: "Chrome DevTools' worker, page",
      serve: serveDevtools,
      open: openInDevtools,
    },
  ]
  const runs = pages.map(({ id, name }) => ({ id, name, seconds: [], bytes: [] }))
  for (let round = 0; round < rounds; round++) {
    for (const [i, page] of pages.entries()) {
      note(`${file}: round ${round + 1}, ${page.id}`)
      const { seconds, bytes } = await openOnce(page, file)
      runs[i].seconds.push(seconds)
      runs[i].bytes.push(bytes)
    }
  }
  return runs
}

/** A new browser each time: nothing is warm, no memory is left over. */
async function openOnce({ serve, open }, file) {
  const { chromium } = require('@playwright/test')
  const { ensureBrowser } = await import('../../scripts/browser.mjs')
  const executablePath = await ensureBrowser()
  if (!executablePath) {
    throw new Error(
      'There is no Chrome or Chromium here: set HEAPSCOPE_BROWSER to one, or run with --no-page.',
    )
  }
  const served = await serve()
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto(served.address)
    const memory = new RendererMemory()
    await memory.start(browser)
    const seconds = (await open(page, file)) / 1000
    return { seconds, bytes: memory.stop() }
  } finally {
    await browser.close()
    served.close()
  }
}

async function serveDevtools() {
  mkdirSync(DEVTOOLS_FOLDER, { recursive: true })
  await devtoolsBrowserBundle(DEVTOOLS_FOLDER)
  for (const name of ['index.html', 'driver.js']) {
    copyFileSync(here(`devtools/${name}`), `${DEVTOOLS_FOLDER}/${name}`)
  }
  return serveFolder(DEVTOOLS_FOLDER)
}

async function openInDevtools(page, file) {
  const input = page.getByLabel('Snapshot')
  await input.evaluate(markChoice)
  await input.setInputFiles(file)
  return waitForText(page, 'classes')
}

/** Drops the file on the page and waits until every size is there. */
async function openInHeapscope(page, file) {
  await page.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.id = 'bench-file'
    input.addEventListener('change', () => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(input.files[0])
      input.remove()
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    })
    document.body.append(input)
  })
  const input = page.locator('#bench-file')
  await input.evaluate(markChoice)
  await input.setInputFiles(file)
  return waitForText(page, 'retained sizes ready')
}

/** Runs in the page: notes when the file is there, before anybody else hears of it. */
function markChoice() {
  window.addEventListener('change', () => (globalThis.benchStarted = performance.now()), {
    capture: true,
    once: true,
  })
}

/**
 * @returns milliseconds from the file's choice until the text is in the page, by the page's own clock
 * @throws Error with the page's own words when it could not open the file
 */
async function waitForText(page, text) {
  const outcome = await page.waitForFunction(
    (wanted) => {
      const alert = document.querySelector('[role=alert]')?.textContent
      if (alert) {
        return { alert }
      }
      return document.body.textContent.includes(wanted) && { ms: performance.now() - globalThis.benchStarted }
    },
    text,
    { polling: LOOK_EVERY_MS },
  )
  const { alert, ms } = await outcome.jsonValue()
  if (alert) {
    throw new Error(`The page could not open the file: ${alert}`)
  }
  return ms
}
