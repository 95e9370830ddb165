import { expect, test } from 'vitest'
import { busiestTab } from './chromium-memory.mjs'

test("the busiest tab's peak is taken from Chromium's memory dump, other processes are not", () => {
  const totals = (bytes: number) => ({
    dumps: { process_totals: { peak_resident_set_size: bytes.toString(16) } },
  })
  const events = [
    { pid: 1, name: 'process_name', args: { name: 'Browser' } },
    { pid: 2, name: 'process_name', args: { name: 'Renderer' } },
    { pid: 3, name: 'process_name', args: { name: 'Renderer' } },
    { pid: 1, name: 'periodic_interval', args: totals(900) },
    { pid: 2, name: 'periodic_interval', args: totals(300) },
    { pid: 3, name: 'periodic_interval', args: totals(500) },
  ]
  expect(busiestTab(events)).toBe(500)
  expect(busiestTab(events.slice(0, 3))).toBeUndefined()
})
