import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Snapshot } from '../model/snapshot.ts'
import { drawHeap } from './draw-heap.ts'
import { buildSnapshot } from './heap-builder.ts'
import { snapshotFromJson, snapshotToJson } from './json-snapshot.ts'
import { randomHeap } from './random-heap.ts'

/** A snapshot with its strings as texts. */
function plain({ strings, ...columns }: Snapshot) {
  return { ...columns, strings: Array.from({ length: strings.count }, (_, i) => strings.text(i)) }
}

test('what is written is read back the same', () => {
  fc.assert(
    fc.property(randomHeap(), (spec) => {
      const snapshot = buildSnapshot(spec)
      expect(plain(snapshotFromJson(snapshotToJson(snapshot)))).toEqual(plain(snapshot))
    }),
    { numRuns: 300, seed: 21 },
  )
})

test('locations, the root elsewhere than first and native bytes are kept', () => {
  const { spec } = drawHeap('a: object at 7:1:2; b: closure at 8:3:4; root -> a -> b')
  const snapshot = buildSnapshot({ ...spec, extraNativeBytes: 9 })
  expect(snapshot.root).toBe(2)
  expect(snapshot.locations?.place).toEqual(Uint16Array.of(1, 2, 0))
  expect(plain(snapshotFromJson(snapshotToJson(snapshot)))).toEqual(plain(snapshot))
})
