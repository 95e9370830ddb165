import { expect, test } from 'vitest'
import { freeMemory } from './free-memory.ts'

const LINUX = { platform: 'linux', total: 16e9, free: 9e9, limit: undefined }

test('what may be taken is what the system calls free', () => {
  expect(freeMemory(LINUX)).toBe(9e9)
  expect(freeMemory({ ...LINUX, limit: 0 })).toBe(9e9)
})

test('a container’s limit holds', () => {
  expect(freeMemory({ ...LINUX, limit: 4e9 })).toBe(4e9)
  expect(freeMemory({ ...LINUX, limit: 2 ** 63 })).toBe(9e9)
})

test('macOS, where next to nothing is ever called free, gives most of what it has', () => {
  expect(freeMemory({ ...LINUX, platform: 'darwin', free: 1e8 })).toBe(12e9)
})

test('the figures of this machine are more than nothing', () => {
  expect(freeMemory()).toBeGreaterThan(1e6)
})
