import { browserPath, dropOnHeapscope, launchBrowser } from '../page/open-heapscope.mjs'
import { serveHeapscope } from '../page/serve-heapscope.mjs'
import { PATIENCE_SECONDS } from '../measure/rules.mjs'

const SECONDS = 5
/** A quick turn of the wheel: some seventy rows a second. */
const PIXELS_PER_SECOND = 2000
/** What Chromium calls the parts of its work that do not depend on what draws the page. */
const WORK = new Set(['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'])
const TABLE = '[role=grid][aria-label=Objects], [role=treegrid][aria-label=Objects]'

/**
 * Opens the file in the page and scrolls the table of all objects with a gesture, as Chromium makes one of a wheel.
 * @returns `rows` of the table; `resting` and `scrolling`, frames a second while nothing happens and while it is
 *   scrolled; `work`, milliseconds of script, style and layout for each of 60 frames a second; `longest`, the longest task on the main thread over 50 ms in milliseconds, 0 where there is none;
 *   `moved`, by how many rows; `renderer`, what Chromium says draws the page
 */
export async function scrollPage(file) {
  const browser = await launchBrowser(await browserPath())
  const served = await serveHeapscope()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(PATIENCE_SECONDS * 1000)
    await page.goto(served.address)
    await dropOnHeapscope(page, file)
    await page.getByText('retained sizes ready').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    const table = page.locator(TABLE)
    await table.locator('[role=row][aria-rowindex="20"] [role=gridcell]').nth(1).waitFor()
    // Keeping the analysis takes a thread of its own, and the machine may have few.
    await page.getByText('Kept in this browser').waitFor()
    const resting = await framesDuring(page, () => page.waitForTimeout(2000))
    const first = await firstRow(table)
    let work = 0
    const scrolled = await framesDuring(page, async () => {
      work = await scroll(page, table)
    })
    return {
      rows: Number(await table.getAttribute('aria-rowcount')) - 1,
      resting: resting.rate,
      scrolling: scrolled.rate,
      work: (work * 1000) / (SECONDS * 60),
      longest: scrolled.longest,
      moved: (await firstRow(table)) - first,
      renderer: await rendererOf(browser),
    }
  } finally {
    await browser.close()
    served.close()
  }
}

/** Frames a second, by the page's own clock, and the longest of its long tasks, while something is done. */
async function framesDuring(page, work) {
  await page.evaluate(() => {
    const seen = { frames: 0, longest: 0, started: performance.now(), running: true }
    globalThis.benchFrames = seen
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration)
    })
    observer.observe({ type: 'longtask' })
    const frame = () => {
      if (!seen.running) return observer.disconnect()
      seen.frames++
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await work()
  return page.evaluate(() => {
    const seen = globalThis.benchFrames
    seen.running = false
    return { rate: (seen.frames * 1000) / (performance.now() - seen.started), longest: seen.longest }
  })
}

/** @returns seconds of script, style and layout meanwhile: what the page itself does, however it is drawn */
async function scroll(page, table) {
  const { x, y, width, height } = await table.boundingBox()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const before = await workOf(session)
  await session.send('Input.synthesizeScrollGesture', {
    x: x + width / 2,
    y: y + height / 2,
    yDistance: -SECONDS * PIXELS_PER_SECOND,
    speed: PIXELS_PER_SECOND,
    gestureSourceType: 'mouse',
  })
  const work = (await workOf(session)) - before
  await session.detach()
  return work
}

async function workOf(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.reduce((sum, { name, value }) => (WORK.has(name) ? sum + value : sum), 0)
}

/** The first row there is, but for the one with the focus, which stays wherever it is. */
async function firstRow(table) {
  const indexes = await table
    .locator('[role=row][data-index]')
    .evaluateAll((rows) => rows.map((row) => Number(row.dataset.index)))
  return indexes.toSorted((a, b) => a - b)[1]
}

/** Chromium's own words: whether it puts pages together on a graphics card, and on which. */
async function rendererOf(browser) {
  const session = await browser.newBrowserCDPSession()
  const { gpu } = await session.send('SystemInfo.getInfo')
  await session.detach()
  const { gpu_compositing: compositing, rasterization } = gpu.featureStatus ?? {}
  const device = gpu.devices
    .map(({ deviceString, vendorString }) => deviceString || vendorString)
    .find(Boolean)
  return { compositing, rasterization, device: device ?? gpu.auxAttributes?.glRenderer ?? null }
}
