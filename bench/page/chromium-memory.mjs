/**
 * What Chromium's own memory instrumentation says of its tab processes, once: the most resident memory that each has
 * had. Asked for at the end, since the answer reaches back and asking takes time.
 * @param browser a Playwright browser
 * @returns the most that the busiest tab process had, in bytes; undefined where the system does not tell Chromium
 */
export async function chromiumPeakResident(browser) {
  const session = await browser.newBrowserCDPSession()
  const events = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['disabled-by-default-memory-infra'],
      memoryDumpConfig: { triggers: [] },
    },
  })
  await session.send('Tracing.requestMemoryDump', { levelOfDetail: 'background' })
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return busiestTab(events)
}

/** @param events trace events: names of processes, and their memory dumps with numbers in hexadecimal */
export function busiestTab(events) {
  const tabs = new Set(
    events
      .filter(({ name, args }) => name === 'process_name' && args.name === 'Renderer')
      .map(({ pid }) => pid),
  )
  const peaks = events
    .filter(({ pid }) => tabs.has(pid))
    .map(({ args }) => Number.parseInt(args?.dumps?.process_totals?.peak_resident_set_size, 16))
    .filter((bytes) => !Number.isNaN(bytes))
  return peaks.length > 0 ? Math.max(...peaks) : undefined
}
