import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TreeCell, TreeCells } from '../model/dominator-rows.ts'
import type { BitSet } from '../base/bit-set.ts'
import { RecentMap } from '../base/recent-map.ts'
import { NodeType } from '../model/kinds.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot, type HeapSpec } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { groupCells } from './group-cells.ts'
import { largestHead, membersOfGroupPath } from './group-place.ts'
import type { CompleteHeap } from './heap.ts'
import { groupPage, groupsBelow } from './list-groups.ts'
import { trimCells } from './trim-cells.ts'
import { knowsModules } from './tree-grouping.ts'

const ALL = { minSize: 0, minShare: 0, maxCells: 1e6, maxDepth: 1e6 }
const ROOT = { by: 'class' as const, node: null, path: [] }

/** Whether a node's bytes count with its owner. */
function isFolded(heap: CompleteHeap, node: number): boolean {
  return heap.shallowSize[node] === 0 && heap.snapshot.selfSize[node] !== 0
}

/** Of each node the classes from below `top` down to it, runs as one; null where it is not below. By recursion. */
function naivePaths(heap: CompleteHeap, top: number): (readonly string[] | null)[] {
  const { dominator } = heap.ready.graph
  const { classOf, classes } = heap.table
  const classKey = (node: number): string => classes[classOf[node]!]!.key
  const startKey = isFolded(heap, top) ? '' : classKey(top)
  const pathTo = (node: number): readonly string[] | null => {
    if (node === top) return []
    if (node === heap.snapshot.root) return null
    const above = pathTo(dominator[node]!)
    if (above === null || isFolded(heap, node)) return above
    return (above.at(-1) ?? startKey) === classKey(node) ? above : [...above, classKey(node)]
  }
  return Array.from(heap.snapshot.nodeType, (_, node) => pathTo(node))
}

interface NaiveCell {
  nodes: number[]
  own: number
  size: number
}

/** By the JSON of its path. A cell's size is the bytes of all nodes whose paths begin with its own. */
function naiveCells(heap: CompleteHeap, top: number): Map<string, NaiveCell> {
  const cells = new Map<string, NaiveCell>()
  const cellAt = (path: readonly string[]): NaiveCell => {
    const key = JSON.stringify(path)
    const cell = cells.get(key) ?? { nodes: [], own: 0, size: 0 }
    cells.set(key, cell)
    return cell
  }
  for (const [node, path] of naivePaths(heap, top).entries()) {
    if (path === null) continue
    const bytes = heap.shallowSize[node]!
    for (let length = 0; length <= path.length; length++) cellAt(path.slice(0, length)).size += bytes
    cellAt(path).own += bytes
    if (bytes > 0 && heap.snapshot.nodeType[node] !== NodeType.synthetic) cellAt(path).nodes.push(node)
  }
  for (const [key, cell] of cells) if (cell.size === 0 && key !== '[]') cells.delete(key)
  return cells
}

function keyOf({ subject }: TreeCell): string {
  if (subject.what !== 'group') throw new Error('This is an object.')
  return subject.group.key
}

function pathOf({ cells }: TreeCells, at: number): string[] {
  const path: string[] = []
  for (let i = at; i !== 0; i = cells[i]!.parent) path.unshift(keyOf(cells[i]!))
  return path
}

async function heapOf(spec: HeapSpec): Promise<CompleteHeap> {
  return completeHeapOf(buildSnapshot(spec))
}

describe('in random heaps', () => {
  test('each path of classes is one cell with the bytes of all that is below', async () => {
    await fc.assert(
      fc.asyncProperty(randomHeap(32), fc.nat(), async (spec, pick) => {
        const heap = await heapOf(spec)
        const node = pick % spec.nodes.length
        const tree = await groupCells(heap, { ...ROOT, node }, ALL, quietTask())
        const expected = naiveCells(heap, node)
        const paths = tree.cells.map((_, i) => JSON.stringify(pathOf(tree, i)))
        expect(paths.toSorted()).toEqual([...expected.keys()].toSorted())
        for (const [i, cell] of tree.cells.entries()) {
          const naive = expected.get(paths[i]!)!
          const { size, own, count } = cell
          expect({ size, own, count }).toEqual({
            size: naive.size,
            own: naive.own,
            count: naive.nodes.length,
          })
        }
      }),
      { numRuns: 400, seed: 5 },
    )
  })

  const limits = fc.record({
    minSize: fc.nat({ max: 300 }),
    minShare: fc.constantFrom(0, 0, 0.05, 0.3),
    maxCells: fc.integer({ min: 1, max: 10 }),
    maxDepth: fc.nat({ max: 4 }),
  })

  test('with limits the largest are cells, and what is left out adds up where it hangs', async () => {
    await fc.assert(
      fc.asyncProperty(randomHeap(40), limits, async (spec, limit) => {
        const heap = await heapOf(spec)
        const tree = await groupCells(heap, ROOT, limit, quietTask())
        const all = await groupCells(heap, ROOT, ALL, quietTask())
        const wanted = all.cells.filter(
          ({ size, depth }, i) =>
            i === 0 ||
            (size >= Math.max(limit.minSize, limit.minShare * all.cells[0]!.size) && depth <= limit.maxDepth),
        )
        expect(tree.cells.map(({ size }) => size)).toEqual(
          wanted.map(({ size }) => size).slice(0, limit.maxCells),
        )
        expect(tree.full).toBe(wanted.length > limit.maxCells)
        expect(trimCells(all, limit)).toEqual(tree)
        const heads = headCounts(heap)
        const places = new Map(all.cells.map((_, i) => [JSON.stringify(pathOf(all, i)), i]))
        for (const [i, cell] of tree.cells.entries()) {
          const place = places.get(JSON.stringify(pathOf(tree, i)))!
          const below = all.cells.flatMap((child, at) => (child.parent === place ? [at] : []))
          const shown = new Set(
            tree.cells.flatMap((child, at) => (child.parent === i ? [JSON.stringify(pathOf(tree, at))] : [])),
          )
          const left = below.map((at) => JSON.stringify(pathOf(all, at))).filter((path) => !shown.has(path))
          expect(cell.rest).toEqual({
            cells: left.length,
            objects: sum(left.map((path) => heads.get(path)!)),
            size: sum(left.map((path) => all.cells[places.get(path)!]!.size)),
          })
          const shownSize = sum(tree.cells.filter(({ parent }) => parent === i).map(({ size }) => size))
          expect(cell.own + shownSize + cell.rest.size).toBe(cell.size)
        }
      }),
      { numRuns: 500, seed: 6 },
    )
  })

  test('a cell names its objects, and seen from itself it is what it was from above', async () => {
    await fc.assert(
      fc.asyncProperty(randomHeap(32), fc.nat(), async (spec, pick) => {
        const heap = await heapOf(spec)
        const all = await groupCells(heap, ROOT, ALL, quietTask())
        const at = pick % all.cells.length
        const path = pathOf(all, at)
        const members = membersOfGroupPath(heap, { by: 'class', id: null, path })!
        const expected = naiveCells(heap, heap.snapshot.root).get(JSON.stringify(path))!
        expect(listed(members)).toEqual(expected.nodes)
        const own = await groupCells(heap, { ...ROOT, path }, ALL, quietTask())
        const { size, count } = all.cells[at]!
        expect(own.cells[0]).toMatchObject({ size, count, own: expected.own, depth: 0, parent: -1 })
        const rows = await groupsBelow(heap, { ...ROOT, path }, quietTask())
        const below = all.cells.filter(({ parent }) => parent === at)
        expect(rows.map((row) => [row.key, row.size, row.own, row.count])).toEqual(
          below.map((cell) => [keyOf(cell), cell.size, cell.own, cell.count]),
        )
      }),
      { numRuns: 400, seed: 7 },
    )
  })
})

/** By path: how many of a cell's objects that retain anything are not dominated by another of them. */
function headCounts(heap: CompleteHeap): Map<string, number> {
  const paths = naivePaths(heap, heap.snapshot.root).map((path) => JSON.stringify(path))
  const counts = new Map<string, number>()
  for (const [node, path] of paths.entries()) {
    if (node === heap.snapshot.root || paths[heap.ready.graph.dominator[node]!] === path) continue
    if (heap.ready.graph.retainedSize[node]! > 0) counts.set(path, (counts.get(path) ?? 0) + 1)
  }
  return counts
}

function listed(members: BitSet): number[] {
  return Array.from({ length: members.length }, (_, i) => i).filter((i) => members.has(i))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

const CACHE = `
  cache: 10 "Cache"; map: 20 "Map"; table: array 100 "(object elements)"
  s1: 5 "Session"; s2: 6 "Session"; s3: 7 "Session"; t: string 50 "token"
  root -> cache -> map -internal:table-> table -element:0-> s1; table -element:1-> s2
  s2 -next-> s3 -token-> t
`

test('a run of one class is one cell, and a backing store is part of its owner', async () => {
  const heap = await completeHeapOf(drawHeap(CACHE).snapshot)
  const { cells } = await groupCells(heap, ROOT, ALL, quietTask())
  const shown = cells.map(({ subject, size, own, count }) => {
    return [subject.what === 'group' ? subject.group.name : '', size, own, count]
  })
  expect(shown).toEqual([
    ['(root)', 198, 0, 0],
    ['Cache', 198, 10, 1],
    ['Map', 188, 120, 1],
    ['Session', 68, 18, 3],
    ['(string)', 50, 50, 1],
  ])
})

test('a class is found by its name alone, of several the one that retains most', async () => {
  const drawn = drawHeap('root -> a; root -> b; a: 5 "A" at 1:2:3; b: 9 "A" at 1:7:3')
  const heap = await completeHeapOf(drawn.snapshot)
  const { cells } = await groupCells(heap, { ...ROOT, path: ['A'] }, ALL, quietTask())
  expect(cells.map((cell) => [keyOf(cell), cell.size])).toEqual([['A @1:8:4', 9]])
  expect(listed(membersOfGroupPath(heap, { by: 'class', id: null, path: ['A'] })!)).toEqual([drawn.node('b')])
})

test('the largest of a cell’s objects is one that no other of them dominates', async () => {
  const drawn = drawHeap('root -> a -> b -> c; root -> d; a: 5 "A"; b: 9 "A"; d: 12 "A"; c: 2 "C"')
  const heap = await completeHeapOf(drawn.snapshot)
  expect(drawn.key(await largestHead(heap, { ...ROOT, path: ['A'] }, quietTask()))).toBe('a')
})

test('a page of the groups below sorts by any column', async () => {
  const drawn = drawHeap('root -> a -> x; root -> b; root -> c; a: 5 "A"; b: 9 "B"; c: 1 "B"; x: 7 "X"')
  const heap = await completeHeapOf(drawn.snapshot)
  const rows = await groupsBelow(heap, ROOT, quietTask())
  expect(rows.map(({ name, groups, query }) => [name, groups, query])).toEqual([
    ['A', 1, 'classpath:"A"'],
    ['B', 0, 'classpath:"B"'],
  ])
  const page = (column: 'name' | 'count' | 'own', descending: boolean) =>
    groupPage(rows, { start: 0, end: 9, sort: { column, descending } }, null, new RecentMap(1), '')
  expect(page('name', true).rows.map(({ name }) => name)).toEqual(['B', 'A'])
  expect(page('count', true).rows.map(({ count }) => count)).toEqual([2, 1])
  expect(page('own', false).rows.map(({ own }) => own)).toEqual([5, 10])
})

test('a path that nothing is at is not found, and says which part of it', async () => {
  const heap = await completeHeapOf(drawHeap(CACHE).snapshot)
  const place = { ...ROOT, path: ['Cache', 'Session', 'Map'] }
  await expect(groupCells(heap, place, ALL, quietTask())).rejects.toThrow('at “Cache > Session”')
  expect(membersOfGroupPath(heap, { ...place, id: null })).toBeNull()
  expect(membersOfGroupPath(heap, { by: 'class', id: 12_345, path: [] })).toBeNull()
})

describe('by module', () => {
  const MODULES = `
    s1: code "system / Script / app/src/a.js"; s2: code "system / Script / app/node_modules/lru/index.js"
    a: 10 "App" at 1:0:0; m: 20 "Lru" at 2:0:0; data: string 100 "data"; b: 3 "Row" at 1:5:0; loose: 40 "Loose"
    root -> a -> m -> data; m -> b; root -> loose; root -> s1; root -> s2
  `

  async function withScripts(): Promise<{ heap: CompleteHeap; node: (key: string) => number }> {
    const drawn = drawHeap(MODULES)
    const locations = drawn.snapshot.locations!
    const scriptNode = Uint32Array.from(locations.places.scriptId, (id) => drawn.node(id === 2 ? 's2' : 's1'))
    const places = { ...locations.places, scriptNode }
    return {
      heap: await completeHeapOf({ ...drawn.snapshot, locations: { ...locations, places } }),
      node: (key) => drawn.node(key),
    }
  }

  test('what has no place of its own counts with what dominates it', async () => {
    const { heap, node } = await withScripts()
    expect(knowsModules(heap)).toBe(true)
    const { cells } = await groupCells(heap, { ...ROOT, by: 'module' }, ALL, quietTask())
    expect(cells.map((cell) => [keyOf(cell), cell.size, cell.own, cell.count])).toEqual([
      ['', 175, 42, 3],
      ['a.js', 133, 10, 1],
      ['node_modules/lru', 123, 120, 2],
      ['a.js', 3, 3, 1],
    ])
    const path = ['a.js', 'node_modules/lru']
    expect(listed(membersOfGroupPath(heap, { by: 'module', id: null, path })!)).toEqual([
      node('m'),
      node('data'),
    ])
  })

  test('a capture that does not name its scripts says that modules are unknown', async () => {
    const heap = await completeHeapOf(drawHeap(MODULES).snapshot)
    expect(knowsModules(heap)).toBe(false)
    const asked = groupCells(heap, { ...ROOT, by: 'module' }, ALL, quietTask())
    await expect(asked).rejects.toThrow('modules are unknown')
  })
})
