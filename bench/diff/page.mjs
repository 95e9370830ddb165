import { browserPath, dropOnHeapscope, launchBrowser } from '../page/open-heapscope.mjs'
import { RendererMemory } from '../page/renderer-memory.mjs'
import { serveHeapscope } from '../page/serve-heapscope.mjs'
import { PATIENCE_SECONDS } from '../measure/rules.mjs'

/** What the page's choice of how to match says, by what is looked for once it is done. */
const WAYS = [
  { by: 'path', sign: /matched by their path from the roots/ },
  { by: 'id', sign: /matched by their ids/ },
]

/**
 * Drops two snapshots on the page together and, once both are open and kept, has them matched in the one and the other
 * way.
 * @returns for each way `by`; `ms` until the page says how much was matched; `longest`, the longest task on the main
 *   thread over 50 ms meanwhile, in milliseconds, 0 where there is none; `open` and `most`, the tab's private bytes
 *   before and at most (Linux only)
 */
export async function comparePairInPage(files) {
  const browser = await launchBrowser(await browserPath())
  const served = await serveHeapscope()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(PATIENCE_SECONDS * 1000)
    await page.goto(served.address)
    await dropOnHeapscope(page, files)
    await page.getByText(WAYS[1].sign).waitFor()
    // Keeping the analyses takes threads of its own, and the machine may have few.
    await page.getByText('Kept in this browser').waitFor()
    const ways = []
    for (const way of WAYS) ways.push(await switchTo(browser, page, way))
    return ways
  } finally {
    await browser.close()
    served.close()
  }
}

async function switchTo(browser, page, { by, sign }) {
  const memory = new RendererMemory()
  await memory.start(browser)
  const open = memory.peak
  await page.evaluate((match) => {
    globalThis.benchTasks = []
    globalThis.benchObserver = new PerformanceObserver((list) => {
      globalThis.benchTasks.push(...list.getEntries().map(({ duration }) => duration))
    })
    globalThis.benchObserver.observe({ type: 'longtask' })
    const place = new URLSearchParams(location.hash.slice(1))
    place.set('match', match)
    location.hash = place.toString()
  }, by)
  const started = performance.now()
  await page.getByText(sign).waitFor()
  const ms = performance.now() - started
  const longest = await page.evaluate(() => {
    globalThis.benchObserver.disconnect()
    return Math.max(0, ...globalThis.benchTasks)
  })
  memory.stop()
  return { by, ms, longest, open, most: memory.peak }
}
