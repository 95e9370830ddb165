import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { essentialOf } from '../testing/analyzed.ts'
import { type DrawnHeap, drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges } from '../testing/oracles.ts'
import { randomHeap } from '../testing/random-heap.ts'

async function isEssential(heap: DrawnHeap, from: string, to: string, name?: string): Promise<boolean> {
  const essential = await essentialOf(heap.snapshot)
  return essential.has(heap.edge(from, to, name))
}

describe('an edge keeps its target alive', () => {
  test.each(['property', 'context', 'internal'])('when it has the type %s', async (type) => {
    expect(await isEssential(drawHeap(`root -> a -${type}:x-> b`), 'a', 'b')).toBe(true)
  })

  test.each(['element', 'hidden'])('when it has the type %s', async (type) => {
    expect(await isEssential(drawHeap(`root -> a -${type}:0-> b`), 'a', 'b')).toBe(true)
  })

  test('when it is a shortcut of the root', async () => {
    expect(await isEssential(drawHeap('root -shortcut:win-> a'), 'root', 'a')).toBe(true)
  })

  test('when the root leads into the page with it', async () => {
    const heap = drawHeap('root -shortcut:win-> win; root -element:3-> win')
    expect(await isEssential(heap, 'root', 'win', 'win')).toBe(true)
    const essential = await essentialOf(heap.snapshot)
    expect(essential.has(1)).toBe(true)
  })
})

describe('an edge does not keep its target alive', () => {
  test('when it is weak', async () => {
    expect(await isEssential(drawHeap('root ~> a'), 'root', 'a')).toBe(false)
  })

  test('when it leads back to its own node, even at the root', async () => {
    expect(await isEssential(drawHeap('root -> a -> a'), 'a', 'a')).toBe(false)
    expect(await isEssential(drawHeap('root -> root'), 'root', 'root')).toBe(false)
  })

  test('when it is a shortcut of another node than the root', async () => {
    expect(await isEssential(drawHeap('root -> a -shortcut:x-> b'), 'a', 'b')).toBe(false)
  })

  test('when it leads from outside the page into it', async () => {
    const heap = drawHeap(`
      root -shortcut:win-> win -> shared
      root -element:1-> debugger -> shared
      debugger -> own
    `)
    expect(await isEssential(heap, 'debugger', 'shared')).toBe(false)
    expect(await isEssential(heap, 'debugger', 'own')).toBe(true)
    expect(await isEssential(heap, 'win', 'shared')).toBe(true)
  })

  test('when it leads from outside into a document, which belongs to the page too', async () => {
    const heap = drawHeap(`
      documents: synthetic "(Document DOM trees)"
      root -element:0-> documents -> node
      root -element:1-> other -> node
    `)
    expect(await isEssential(heap, 'other', 'node')).toBe(false)
    expect(await isEssential(heap, 'documents', 'node')).toBe(true)
  })

  test('when it is the half of a WeakMap entry that starts at the table', async () => {
    const heap = drawHeap(`
      table: array @100
      root -> table ~> key
      root -> key
      table -internal:"7 / part of key (Key @3) -> value (Val @4) pair in WeakMap (table @100)"-> value
      key -internal:"6 / part of key (Key @3) -> value (Val @4) pair in WeakMap (table @100)"-> value
    `)
    expect(await isEssential(heap, 'table', 'value')).toBe(false)
    expect(await isEssential(heap, 'key', 'value')).toBe(true)
  })
})

test('a page node reached over weak edges only does not belong to the page', async () => {
  const heap = drawHeap('root -shortcut:win-> win ~> a; root -element:1-> other -> a')
  expect(await isEssential(heap, 'other', 'a')).toBe(true)
})

test('an element of the root that is only called like the documents does not make a page', async () => {
  const heap = drawHeap(`
    fake: object "(Document DOM trees)"
    root -element:0-> fake -> a
    root -element:1-> other -> a
  `)
  expect(await isEssential(heap, 'other', 'a')).toBe(true)
})

test('the essential edges of random heaps are those of the definition', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const snapshot = buildSnapshot(spec)
      const essential = await essentialOf(snapshot)
      // The definition speaks of the edges in the order of the spec, the columns are sorted by source.
      const sorted = {
        ...spec,
        edges: spec.nodes.flatMap((_, node) => spec.edges.filter((e) => e.from === node)),
      }
      expect(sorted.edges.map((_, edge) => essential.has(edge))).toEqual(essentialEdges(sorted))
    }),
    { numRuns: 1500, seed: 11 },
  )
})
