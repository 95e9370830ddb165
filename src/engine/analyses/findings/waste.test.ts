import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeHeapOf } from '../../testing/complete-heap.ts'
import { drawHeap } from '../../testing/draw-heap.ts'
import { buildSnapshot } from '../../testing/heap-builder.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { randomHeap } from '../../testing/random-heap.ts'
import type { WholeHeap } from '../heap.ts'
import type { Finding } from './finding-row.ts'
import type { Claims, Draft } from './rule.ts'
import { wasteRows } from './waste.ts'

function finding(key: string, claims: Claims): Finding {
  const draft = { owner: key, claims, saving: { bytes: 1, estimate: false, method: [] } } as unknown as Draft
  return { key, fingerprint: key, rule: 'r', draft }
}

const claims = (nodes: readonly number[], bytes: readonly number[] | null): Claims => ({
  node: Uint32Array.from(nodes),
  bytes: bytes && Float64Array.from(bytes),
})

async function wasteOf(
  text: string,
  list: readonly (readonly [string, readonly string[], readonly number[] | null])[],
) {
  const drawn = drawHeap(text)
  const heap = await completeHeapOf(drawn.snapshot)
  const findings = list.map(([key, keys, bytes]) =>
    finding(
      key,
      claims(
        keys.map((one) => drawn.node(one)),
        bytes,
      ),
    ),
  )
  return wasteRows(heap, findings, quietTask())
}

const TREE = 'root -> win -> a -> b -> c; win -> d; a: 10; b: 20; c: 30; d: 40'

test('a byte that two findings claim is counted with the first', async () => {
  const rows = await wasteOf(TREE, [
    ['first', ['b'], [15]],
    ['second', ['b', 'd'], [10, 5]],
  ])
  expect(
    rows.map(({ key, claimed, counted, overlapping, overlapsWith }) => [
      key,
      claimed,
      counted,
      overlapping,
      overlapsWith,
    ]),
  ).toEqual([
    ['first', 15, 15, 0, null],
    ['second', 15, 10, 5, 'first'],
  ])
})

test('a claim on all that an object dominates leaves out what others claimed of it before', async () => {
  const rows = await wasteOf(TREE, [
    ['own', ['c'], [30]],
    ['tree', ['a'], null],
    ['inner', ['b'], null],
  ])
  expect(rows.map(({ claimed, counted, overlapsWith }) => [claimed, counted, overlapsWith])).toEqual([
    [30, 30, null],
    [60, 30, 'own'],
    [50, 0, 'tree'],
  ])
})

test('nobody can claim more of an object than it is', async () => {
  const [row] = await wasteOf(TREE, [['much', ['a'], [1000]]])
  expect(row).toMatchObject({ claimed: 10, counted: 10 })
})

/** Byte by byte, without the shortcuts. */
function slowly(heap: WholeHeap, list: readonly Claims[]): number[] {
  const { dominator } = heap.ready.graph
  const { root, nodeCount } = heap.snapshot
  const left = Array.from({ length: nodeCount }, (_, node) => heap.shallowSize[node]!)
  const isUnder = (node: number, top: number): boolean => {
    for (let at = node; ; at = dominator[at]!) {
      if (at === top) return true
      if (at === root) return false
    }
  }
  const take = (node: number, bytes: number): number => {
    const taken = Math.min(bytes, left[node]!, heap.shallowSize[node]!)
    left[node]! -= taken
    return taken
  }
  return list.map(({ node, bytes }) => {
    let counted = 0
    node.forEach((top, i) => {
      if (bytes) counted += take(top, bytes[i]!)
      else for (let one = 0; one < nodeCount; one++) if (isUnder(one, top)) counted += take(one, Infinity)
    })
    return counted
  })
}

const claim = fc.record({
  picks: fc.uniqueArray(fc.nat({ max: 15 }), { maxLength: 6 }),
  sizes: fc.option(fc.array(fc.nat({ max: 300 }), { minLength: 6, maxLength: 6 })),
})

test('all rows together are no more than the heap, and each is what byte by byte gives', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), fc.array(claim, { maxLength: 5 }), async (spec, wanted) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const { nodeCount, root } = heap.snapshot
      const list = wanted.map(({ picks, sizes }) => {
        const nodes = [...new Set(picks.map((pick) => pick % nodeCount))]
        return claims(nodes, sizes && sizes.slice(0, nodes.length))
      })
      const rows = await wasteRows(
        heap,
        list.map((one, i) => finding(String(i), one)),
        quietTask(),
      )
      expect(rows.map(({ counted }) => counted)).toEqual(slowly(heap, list))
      const together = rows.reduce((sum, { counted }) => sum + counted, 0)
      expect(together).toBeLessThanOrEqual(heap.ready.graph.retainedSize[root]!)
      for (const { claimed, counted, overlapping } of rows) expect(counted + overlapping).toBe(claimed)
    }),
  )
})
