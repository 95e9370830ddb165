import { expect, test } from 'vitest'
import { checkServing, missedServing, quantile, servingTable } from './report.mjs'

const counts = { uploads: 2, downloads: 4, bytes: 5_000_000 }

function round(after: number, failed = 0) {
  return {
    up: { seconds: 2, latencies: [1000, 2000], failed: 0, why: null },
    down: { seconds: 4, latencies: [4000, 1000, 2000, 3000], failed, why: null },
    memory: { uploading: 150e6, downloading: 200e6, after },
  }
}

test('throughput, latencies and memory are told, and whether all is met', () => {
  const checked = checkServing({ before: 90e6, rounds: [round(110e6), round(120e6), round(115e6)] }, counts)
  expect(missedServing(checked)).toEqual([])
  const table = servingTable(checked)
  expect(table).toMatch(/2 uploads at once: lost, refused or other bytes .* none .* yes/)
  expect(table).toMatch(/together .* 5 MB\/s/)
  expect(table).toMatch(/all of them .* 4\.0 s/)
  expect(table).toMatch(/at most in all .* 200 MB .* yes/)
})

test('one lost share, bodies in memory and memory that grows are missed targets', () => {
  const rounds = [
    round(110e6),
    { ...round(400e6, 1), memory: { uploading: 1e9, downloading: 9e8, after: 400e6 } },
  ]
  expect(missedServing(checkServing({ before: 90e6, rounds }, counts))).toEqual([
    'Serving: 4 downloads at once: lost, refused or other bytes: 1, wanted none.',
    'Serving: – at most in all: 1.00 GB, wanted under 512 MB.',
    'Serving: – at rest after the last round: 400 MB, wanted at most 1.2× of that.',
  ])
})

test('a quantile is one of the values', () => {
  const values = [5, 1, 4, 2, 3]
  expect([0, 0.5, 0.95, 1].map((part) => Number(quantile(values, part)))).toEqual([1, 3, 5, 5])
  expect(quantile([], 0.5)).toBeNaN()
})
