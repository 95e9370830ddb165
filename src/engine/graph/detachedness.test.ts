import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Snapshot } from '../model/snapshot.ts'
import { type DrawnHeap, drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { naiveDetachedness } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { propagateDetachedness } from './detachedness.ts'

function namesOf({ nodeName, strings }: Snapshot): string[] {
  return Array.from(nodeName, (name) => strings.text(name))
}

async function statesOf(heap: DrawnHeap): Promise<Record<string, number>> {
  return heap.byKey(await propagateDetachedness(heap.snapshot, quietTask()))
}

test('attached and detached spread through native nodes that the file says nothing of', async () => {
  const heap = drawHeap(`
    a: native attached; d: native detached; b: native; e: native
    root -> a -> b; root -> d -> e
  `)
  expect(await statesOf(heap)).toEqual({ root: 0, a: 1, b: 1, d: 2, e: 2 })
  expect(namesOf(heap.snapshot)).toEqual(['a', 'Detached d', 'b', 'Detached e', ''])
})

test('below both an attached and a detached node a node is attached', async () => {
  const heap = drawHeap('d: native detached; a: native attached; x: native; root -> d -> x; root -> a -> x')
  expect(await statesOf(heap)).toEqual({ root: 0, a: 1, d: 2, x: 1 })
})

test('what the file says of a node stands, whatever it hangs on', async () => {
  const heap = drawHeap('a: native attached; d: native detached; root -> a -> d')
  expect(await statesOf(heap)).toEqual({ root: 0, a: 1, d: 2 })
})

test('states do not spread over weak and hidden edges nor through nodes of another type', async () => {
  const heap = drawHeap(`
    d: native detached; w: native; h: native; below: native
    root -> d ~> w; d -hidden:0-> h; d -> js -> below
  `)
  expect(await statesOf(heap)).toEqual({ root: 0, d: 2, w: 0, h: 0, js: 0, below: 0 })
})

test('an object that the file calls detached but is not native keeps its name and spreads nothing', async () => {
  const heap = drawHeap('js: object detached; n: native; root -> js -> n')
  expect(await statesOf(heap)).toEqual({ root: 0, js: 2, n: 0 })
  expect(namesOf(heap.snapshot)).toEqual(['js', 'n', ''])
})

test('nodes of one name share one added string', async () => {
  const heap = drawHeap('a: native "div" detached; b: native "div" detached; root -> a; root -> b')
  const before = heap.snapshot.strings.count
  await propagateDetachedness(heap.snapshot, quietTask())
  expect(heap.snapshot.strings.count).toBe(before + 1)
  expect(heap.snapshot.nodeName[heap.node('a')]).toBe(heap.snapshot.nodeName[heap.node('b')])
})

test('without the field, native nodes named so are detached', async () => {
  const heap = drawHeap(`
    a: native "Detached div"; b: native "Detachedness"; c: object "Detached div"
    root -> a; root -> b; root -> c
  `)
  expect(heap.snapshot.detachedness).toBeNull()
  expect(await statesOf(heap)).toEqual({ root: 0, a: 2, b: 0, c: 0 })
  expect(namesOf(heap.snapshot)).toEqual(['Detached div', 'Detachedness', 'Detached div', ''])
})

test('in random heaps states and names are those of the definition', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      fc.pre(spec.nodes[0]!.detachedness !== undefined)
      const snapshot = buildSnapshot(spec)
      const state = await propagateDetachedness(snapshot, quietTask())
      expect({ state: [...state], name: namesOf(snapshot) }).toEqual(naiveDetachedness(spec))
    }),
    { numRuns: 1000, seed: 12 },
  )
})
