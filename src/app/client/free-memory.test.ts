import { expect, test } from 'vitest'
import { freeMemory } from './free-memory.ts'

const device = (deviceMemory?: number) =>
  ({ deviceMemory }) as unknown as Navigator & { deviceMemory?: number }

test('a small device is believed, and a part of its memory may be taken', () => {
  expect(freeMemory(device(2))).toBe(0.6 * 2 * 2 ** 30)
})

test('a device that may have more than it says, or says nothing, sets no limit', () => {
  expect(freeMemory(device(8))).toBeNull()
  expect(freeMemory(device())).toBeNull()
})
