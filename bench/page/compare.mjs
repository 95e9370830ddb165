import { copyFileSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { devtoolsBrowserBundle } from '../devtools/bundle.mjs'
import { ProcessFailure } from '../measure/failure.mjs'
import { ONCE_ABOVE_BYTES, PATIENCE_SECONDS } from '../measure/rules.mjs'
import { warm } from '../snapshots/describe.mjs'
import { chromiumPeakResident } from './chromium-memory.mjs'
import { browserPath, dropOnHeapscope, launchBrowser } from './open-heapscope.mjs'
import { recorderScript } from './recorder.mjs'
import { RendererMemory } from './renderer-memory.mjs'
import { serveFolder } from './serve-folder.mjs'
import { serveHeapscope } from './serve-heapscope.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const DEVTOOLS_FOLDER = here('../.work/devtools-page')

const PAGES = [
  {
    id: 'heapscope-page',
    name: 'Heapscope, page',
    serve: serveHeapscope,
    choose: dropOnHeapscope,
    signs: {
      firstRows: 'table[aria-label="Biggest classes"] tbody tr',
      ready: { selector: 'footer[aria-label="About this capture"]', text: 'retained sizes ready' },
    },
  },
  {
    id: 'devtools-page',
    name: "Chrome DevTools' worker, page",
    serve: serveDevtools,
    choose: (page, file) => page.getByLabel('Snapshot').setInputFiles(file),
    signs: { firstRows: null, ready: { selector: 'output', text: 'classes' } },
  },
]

/**
 * Opens the file in Heapscope's page and with DevTools' worker in a page of its own, in the same Chromium. A page that
 * dies is not opened again with this file.
 * @returns for each page, a value a round: seconds to the first rows and to the last size, milliseconds of tasks over
 *   50 ms on the main thread (a list a round), peak private bytes of the tab, and its peak resident bytes in Chromium's
 *   own words; `failure` with a reason and seconds where it did not come to its end
 * @throws Error where there is no browser
 */
export async function comparePages(file, bytes, rounds, note) {
  const executablePath = await browserPath()
  const runs = PAGES.map(({ id, name }) => ({
    id,
    name,
    firstRows: [],
    seconds: [],
    longTasks: [],
    bytes: [],
    resident: [],
  }))
  for (let round = 0; round < rounds; round++) {
    for (const [i, page] of PAGES.entries()) {
      const run = runs[i]
      if (run.failure || (round > 0 && page.id !== 'heapscope-page' && bytes > ONCE_ABOVE_BYTES)) {
        continue
      }
      note(`${file}: round ${round + 1}, ${page.id}`)
      warm(file)
      const started = performance.now()
      try {
        const opened = await openOnce(page, file, executablePath)
        for (const [measure, value] of Object.entries(opened)) {
          run[measure].push(value)
        }
      } catch (error) {
        run.failure = {
          reason: error.message.split('\n')[0],
          seconds: (performance.now() - started) / 1000,
          stopped: error.stopped,
        }
      }
    }
  }
  return runs
}

/**
 * Opens a container in Heapscope's page.
 * @returns a value a round: seconds to the first rows, which have their retained sizes, and until everything is read
 */
export async function reopenInPage(container, rounds, note) {
  const executablePath = await browserPath()
  const reopened = { firstRows: [], seconds: [] }
  for (let round = 0; round < rounds; round++) {
    note(`${container}: round ${round + 1}, page`)
    warm(container)
    const { firstRows, seconds } = await openOnce(PAGES[0], container, executablePath)
    reopened.firstRows.push(firstRows)
    reopened.seconds.push(seconds)
  }
  return reopened
}

/** A new browser each time: nothing is warm, no memory is left over. */
async function openOnce({ serve, choose, signs }, file, executablePath) {
  const browser = await launchBrowser(executablePath)
  const served = await serve()
  try {
    const page = await browser.newPage()
    await page.addInitScript(recorderScript(signs))
    await page.goto(served.address)
    const memory = new RendererMemory()
    await memory.start(browser)
    const done = await settled(page, choose(page, file)).finally(() => memory.stop())
    return {
      firstRows: done.firstRows === null ? null : done.firstRows / 1000,
      seconds: done.ready / 1000,
      longTasks: done.longTasks,
      bytes: memory.peak,
      resident: await chromiumPeakResident(browser),
    }
  } finally {
    await browser.close()
    served.close()
  }
}

/**
 * @returns what the recorder saw
 * @throws Error with the page's own words when it could not open the file, or when it failed, died or never came to an end
 */
async function settled(page, choosing) {
  let timer
  const trouble = new Promise((_, reject) => {
    page.once('crash', () => reject(new Error('the tab crashed')))
    // Also what a worker throws and nobody waits for: the page would wait for ever.
    page.once('pageerror', reject)
    timer = setTimeout(
      () => reject(new ProcessFailure(`not done after ${PATIENCE_SECONDS} s`, PATIENCE_SECONDS, true)),
      PATIENCE_SECONDS * 1000,
    )
  })
  const recorded = choosing.then(() => page.evaluate(() => globalThis.benchDone))
  try {
    const outcome = await Promise.race([recorded, trouble])
    if (outcome.alert) {
      throw new Error(outcome.alert)
    }
    return outcome
  } finally {
    clearTimeout(timer)
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
