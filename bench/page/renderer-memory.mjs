import { highWaterMark } from '../measure/run-process.mjs'

const ASK_MS = 20

/**
 * Follows the memory of a browser's tab processes. Counted is what the browser's own task manager counts: private
 * memory, without the program's files that all tabs share. Linux only; 0 elsewhere.
 */
export class RendererMemory {
  #peaks = new Map()
  #timer

  /** @param browser a Playwright browser with one page open */
  async start(browser) {
    const session = await browser.newBrowserCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    await session.detach()
    const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
    const ask = () => {
      for (const pid of pids) {
        const bytes = highWaterMark(pid, 'RssAnon') + highWaterMark(pid, 'VmSwap')
        this.#peaks.set(pid, Math.max(bytes, this.#peaks.get(pid) ?? 0))
      }
    }
    ask()
    this.#timer = setInterval(ask, ASK_MS)
  }

  stop() {
    clearInterval(this.#timer)
  }

  /** The most that the busiest tab process had, in bytes. */
  get peak() {
    return Math.max(...this.#peaks.values())
  }
}
