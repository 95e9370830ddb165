import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Quiet } from './quiet.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal

/** Waits, and tells when that is over, in milliseconds of the false clock. */
function waiting(quiet: Quiet, signal = never) {
  const seen: { over: number | null } = { over: null }
  void quiet.wait(signal).then(() => (seen.over = Date.now()))
  return seen
}

test('it is quiet as long as nobody asked', async () => {
  const seen = waiting(new Quiet(Date.now))
  await vi.advanceTimersByTimeAsync(0)
  expect(seen.over).not.toBeNull()
})

test('each question begins the wait anew', async () => {
  const quiet = new Quiet(Date.now)
  quiet.asked()
  const seen = waiting(quiet)
  await vi.advanceTimersByTimeAsync(200)
  quiet.asked()
  await vi.advanceTimersByTimeAsync(200)
  expect(seen.over).toBeNull()
  await vi.advanceTimersByTimeAsync(100)
  expect(seen.over).not.toBeNull()
})

test('what is cancelled waits no longer', async () => {
  const quiet = new Quiet(Date.now)
  const controller = new AbortController()
  quiet.asked()
  const seen = waiting(quiet, controller.signal)
  controller.abort()
  quiet.asked()
  await vi.advanceTimersByTimeAsync(250)
  expect(seen.over).not.toBeNull()
})
