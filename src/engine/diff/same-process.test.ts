import { expect, test } from 'vitest'
import { numberHash } from '../base/mix.ts'
import type { IdSample } from '../model/digest.ts'
import { sameProcess } from './same-process.ts'

const DRAWN = 400

/** Draws from objects with ids 1, 3, 5 and so on. @param identityOf what an id stands for */
function sampleOf(nodes: number, identityOf: (id: number) => number): IdSample {
  const ids = Array.from({ length: nodes }, (_, i) => 2 * i + 1)
  const drawn = ids.toSorted((a, b) => numberHash(a) - numberHash(b)).slice(0, DRAWN)
  return { id: Float64Array.from(drawn), identity: Uint32Array.from(drawn, identityOf) }
}

test.each([1, 2, 40])('a heap that grew %i times is of the same process', (times) => {
  const small = sampleOf(1000, (id) => id % 7)
  const large = sampleOf(1000 * times, (id) => id % 7)
  expect(sameProcess(small, large)).toBe(true)
  expect(sameProcess(large, small)).toBe(true)
})

test('another process has the same ids for other things', () => {
  const one = sampleOf(1000, (id) => id % 7)
  expect(
    sameProcess(
      one,
      sampleOf(1000, (id) => id % 5),
    ),
  ).toBe(false)
  expect(
    sameProcess(
      one,
      sampleOf(40_000, (id) => id % 5),
    ),
  ).toBe(false)
})

test('heaps that share few ids are not of one process', () => {
  const one = sampleOf(1000, () => 1)
  const later = { id: one.id.map((id) => id + 5000), identity: one.identity }
  const id = later.id.toSorted((a, b) => numberHash(a) - numberHash(b))
  expect(sameProcess(one, { id, identity: one.identity })).toBe(false)
  expect(sameProcess(one, { id: new Float64Array(0), identity: new Uint32Array(0) })).toBe(false)
})
