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
    await bothKept(page)
    const ways = []
    for (const way of WAYS) ways.push(await switchTo(browser, page, way))
    return ways
  } finally {
    await browser.close()
    served.close()
  }
}

/** Keeping the analyses takes threads of its own, and the machine may have few. */
async function bothKept(page) {
  for (let shown = 0; shown < 2; shown++) {
    await page.getByText('Kept in this browser').waitFor()
    await page.getByRole('button', { name: 'Swap base and target' }).click()
    await page.getByText(WAYS[1].sign).waitFor()
  }
}

async function switchTo(browser, page, { by, sign }) {
  const memory = new RendererMemory()
  await memory.start(browser)
  const open = memory.peak
  const { ms, longest } = await page.evaluate(switchAndWatch, { match: by, sign: sign.source })
  memory.stop()
  return { by, ms, longest, open, most: memory.peak }
}

/**
 * Runs in the page, which sees its own changes at once: looking from outside, every half second, would measure half
 * seconds.
 */
async function switchAndWatch({ match, sign }) {
  const longTasks = []
  const tasks = new PerformanceObserver((list) => longTasks.push(...list.getEntries()))
  tasks.observe({ type: 'longtask' })
  const place = new URLSearchParams(location.hash.slice(1))
  place.set('match', match)
  const started = performance.now()
  location.hash = place.toString()
  await new Promise((resolve) => {
    const look = () => {
      if (!new RegExp(sign).test(document.body.textContent)) return
      changes.disconnect()
      resolve()
    }
    const changes = new MutationObserver(look)
    changes.observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  const ms = performance.now() - started
  // Entries come a moment after their tasks.
  await new Promise((resolve) => setTimeout(resolve, 100))
  tasks.disconnect()
  return { ms, longest: Math.max(0, ...longTasks.map(({ duration }) => duration)) }
}
