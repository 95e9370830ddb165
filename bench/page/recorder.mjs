/** How often the page is looked at while it works. */
const LOOK_EVERY_MS = 20
/** What still blocks the page so soon after the last size is part of opening it. */
const AFTERMATH_MS = 500

/**
 * Runs inside a page before its own scripts and keeps, by the page's own clock: when a file was chosen, when the first
 * rows and the last sizes were there, and which tasks held the main thread for more than 50 ms (Chromium's own
 * `longtask` entries). `globalThis.benchDone` resolves with them; times are milliseconds from the file's choice.
 *
 * @param signs `firstRows`, a selector of what comes first, or null; `ready`, the selector and text of what comes last
 */
export function recorderScript(signs) {
  return `(${record.toString()})(${JSON.stringify({ ...signs, lookEveryMs: LOOK_EVERY_MS, aftermathMs: AFTERMATH_MS })})`
}

/** Sent to the page as text: it sees nothing of this file. */
function record({ firstRows, ready, lookEveryMs, aftermathMs }) {
  const longTasks = []
  new PerformanceObserver((list) => {
    longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))
  }).observe({ type: 'longtask', buffered: true })

  let started = null
  window.addEventListener('change', () => (started ??= performance.now()), { capture: true })

  const times = { firstRows: null, ready: null }
  const look = () => {
    const sinceChoice = performance.now() - started
    const alert = document.querySelector('[role=alert]')?.textContent
    if (firstRows && document.querySelector(firstRows)) times.firstRows ??= sinceChoice
    if (document.querySelector(ready.selector)?.textContent.includes(ready.text)) times.ready ??= sinceChoice
    return alert ? { alert } : times.ready !== null && times
  }
  globalThis.benchDone = new Promise((resolve) => {
    const looking = setInterval(() => {
      const outcome = started !== null && look()
      if (!outcome) return
      clearInterval(looking)
      setTimeout(() => {
        const late = longTasks.filter(({ startTime, duration }) => startTime + duration > started)
        resolve({ ...outcome, longTasks: late.map(({ duration }) => duration) })
      }, aftermathMs)
    }, lookEveryMs)
  })
}
