import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ProgressLine } from './progress-line.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** What a line that is shown for `ms` milliseconds leaves on its stream. */
function show(isTTY: boolean, ms: number, columns = 80, total = 100): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns })
  const line = new ProgressLine(stream)
  line.show({ phase: 'read', done: 0, total })
  vi.advanceTimersByTime(ms)
  line.show({ phase: 'read', done: 43, total })
  vi.advanceTimersByTime(200)
  line.clear()
  return String(stream.read() ?? '')
}

test('shows phase and percent on a terminal', () => {
  expect(show(true, 1000)).toMatch(/read {11}█+░+ 43 %/)
})

test('on a narrow terminal the bar shrinks and the percent stays', () => {
  const line = show(true, 1000, 40)
  expect(line).toMatch(/read {11}█+░+ 43 %/)
  expect(/█+░+/.exec(line)?.[0]).toHaveLength(18)
})

test('the bar stays empty where nobody knows how much there is', () => {
  const line = show(true, 1000, 80, 0)
  expect(line).toMatch(/read {11}░+ 0 %/)
  expect(line).not.toContain('█')
})

test('stays silent where standard error is no terminal', () => {
  expect(show(false, 1000)).toBe('')
})

test('work that is done at once shows nothing', () => {
  expect(show(true, 50)).toBe('')
})
