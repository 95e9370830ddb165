import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinPaths } from '../graph/path-forest.ts'
import { Remaining, type Removal } from '../graph/remaining.ts'
import { pathToRoot } from '../graph/root-path.ts'
import { linkTarget } from '../model/links.ts'
import type { MergedPaths, PathBox } from '../model/retainer-rows.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { bruteLost, essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { plainHeap } from '../testing/plain-heap.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import { randomRemoval } from '../testing/random-removal.ts'
import { EdgeKinds } from './edge-kinds.ts'
import { dominatorsOfAll, mergePaths } from './merged-paths.ts'

type Heap = Awaited<ReturnType<typeof completeHeapOf>>

/** Merges the paths to nodes; `opened` grows until nothing is folded where `all` is asked for. */
async function merged(
  heap: Heap,
  nodes: Uint32Array,
  { all = false, removal }: { all?: boolean; removal?: Removal } = {},
): Promise<MergedPaths> {
  const { graph, retainers } = heap.ready
  const forest = await joinPaths(new Remaining(graph, removal), retainers, nodes, quietTask())
  const kinds = new EdgeKinds(heap.snapshot, graph.essential.pairs)
  const reached = nodes.filter((node) => !forest.unreached.includes(node))
  const joined = { forest, kinds, dominators: dominatorsOfAll(graph, reached) }
  const opened = new Set<string>()
  for (;;) {
    const paths = await mergePaths(heap, joined, nodes, opened, quietTask())
    const folds = paths.boxes.filter(({ kind }) => ['more', 'below', 'steps'].includes(kind))
    if (!all || folds.length === 0) return paths
    const before = opened.size
    for (const { id } of folds) opened.add(id)
    expect(opened.size).toBeGreaterThan(before)
  }
}

async function drawn(text: string, keys: readonly string[]): Promise<string[]> {
  const heap = drawHeap(text)
  const nodes = Uint32Array.from(keys, (key) => heap.node(key)).sort()
  const { boxes } = await merged(await completeHeapOf(heap.snapshot), nodes)
  const depth = new Map<string, number>()
  return boxes.map((box) => {
    const level = box.above === null ? 0 : depth.get(box.above)! + 1
    depth.set(box.id, level)
    return `${'  '.repeat(level)}${said(box)}`
  })
}

function said({ kind, edge, classRow, node, objects, inRow, through, selected, dominator }: PathBox): string {
  const what =
    kind === 'objects' ? `${edge!.name} ${classRow!.name} ${node ? `@${node.id}` : `×${objects}`}` : kind
  const row = inRow > 0 ? ` +${inRow}` : ''
  return `${what}${row}: ${selected.count}/${through.count}${dominator ? ' ◆' : ''}`
}

test('paths that go the same way are one box, with all that lies below it', async () => {
  const text = `
    s1: object 3 "S"; s2: object 3 "S"; s3: object 3 "S"; b: object 1 "B" @51
    root -> win -cache-> c -element:0-> s1; c -element:7-> s2; win -> b -own-> s3
    c: object 1 "Cache" @31; win: object 1 "Window" @11`
  expect(await drawn(text, ['s1', 's2', 's3'])).toEqual([
    'root: 0/3',
    '  win Window @11: 0/3 ◆',
    '    cache Cache @31: 0/2',
    '      [] S ×2: 2/2',
    '    b B @51: 0/1',
    '      own S @5: 1/1',
  ])
})

test('a list is one box that says how many hold each other', async () => {
  const text = `
    a: object 1 "N"; b: object 1 "N"; c: object 1 "N"; x: object 1 "X" @99
    root -> win -first-> a -next-> b -next-> c -data-> x; win: object 1 "Window" @11`
  const list = ['root: 0/1', '  win Window @11: 0/1 ◆', '    first N @1: 0/1 ◆', '      next N ×2 +1: 0/1']
  expect(await drawn(text, ['x'])).toEqual([...list, '        data X @99: 1/1 ◆'])
})

test('the middle of many steps is folded', async () => {
  const steps = Array.from({ length: 14 }, (_, i) => `n${i}: object 1 "C${i}"`)
  const way = `root -> ${steps.map((_, i) => `n${i}`).join(' -> ')}`
  const boxes = await drawn([...steps, way].join('\n'), ['n13'])
  expect(boxes.map((text) => text.trim().split(':')[0])).toEqual(
    'root|n0 C0 @1|n1 C1 @3|n2 C2 @5|steps|n11 C11 @23|n12 C12 @25|n13 C13 @27'.split('|'),
  )
})

test('of many boxes below one those with the most paths are shown, the rest is one fold with its sums', async () => {
  const many = Array.from({ length: 30 }, (_, i) => `n${i}: object ${i + 1} "C${i}"; root -> win -> n${i}`)
  const heap = drawHeap(many.join('\n'))
  const nodes = Uint32Array.from({ length: 30 }, (_, i) => heap.node(`n${i}`)).sort()
  const complete = await completeHeapOf(heap.snapshot)
  const { boxes } = await merged(complete, nodes)
  expect(boxes.map(({ kind }) => kind)).toEqual(['root', ...Array<string>(6).fill('objects'), 'more'])
  expect(boxes[2]).toMatchObject({ classRow: { name: 'C29' }, selected: { count: 1, bytes: 30 } })
  expect(boxes.at(-1)).toMatchObject({ objects: 25, through: { count: 25, bytes: (25 * 26) / 2 } })
  expect((await merged(complete, nodes, { all: true })).boxes).toHaveLength(32)
})

/** What is wrong with the sums of boxes. */
function expectSums({ boxes, selected, reached, unreached }: MergedPaths): void {
  expect(boxes[0]).toMatchObject({ kind: 'root', above: null, through: reached })
  expect(reached.count + unreached.count).toBe(selected.count)
  expect(reached.bytes + unreached.bytes).toBe(selected.bytes)
  expect(new Set(boxes.map(({ id }) => id)).size).toBe(boxes.length)
  for (const [i, box] of boxes.entries()) {
    const above = boxes.findIndex(({ id }) => id === box.above)
    expect(above).toBeLessThan(i)
    if (box.kind === 'more' || box.kind === 'below') continue
    const below = boxes.filter((other) => other.above === box.id)
    for (const sum of ['count', 'bytes'] as const) {
      expect(below.reduce((total, { through }) => total + through[sum], box.selected[sum])).toBe(
        box.through[sum],
      )
    }
  }
}

test('in random heaps every selected object is counted in one box or as unreached, and the sums agree', async () => {
  await fc.assert(
    fc.asyncProperty(randomRemoval(40), fc.nat({ max: 3 }), async ({ spec, nodes, cut, removal }, every) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const chosen = Uint32Array.from(spec.nodes.keys()).filter((node) => node % (every + 1) === 0)
      const marks = essentialEdges(spec)
      const left = spec.edges.filter(
        ({ from, to }, i) => marks[i] && !cut.has(i) && !nodes.has(from) && !nodes.has(to),
      )
      const live = nodes.has(spec.root) ? new Set<number>() : reachedFrom([spec.root], left)
      for (const all of [false, true]) {
        const paths = await merged(heap, chosen, { all, removal })
        expectSums(paths)
        expect(paths.reached.count).toBe(chosen.filter((node) => live.has(node)).length)
        const inBoxes = paths.boxes.reduce((sum, { selected }) => sum + selected.count, 0)
        if (all) expect(inBoxes).toBe(paths.reached.count)
      }
    }),
    { numRuns: 400, seed: 61 },
  )
})

test('for a single object the boxes are the steps of its path, and those marked are its dominators', async () => {
  await fc.assert(
    fc.asyncProperty(randomRemoval(24), fc.nat(), async ({ spec }, at) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const { graph, retainers } = heap.ready
      const node = at % spec.nodes.length
      const { boxes } = await merged(heap, Uint32Array.of(node), { all: true })
      const path = pathToRoot(graph, retainers, node).map((edge) => linkTarget(heap.snapshot.edgeLink[edge]!))
      const retainersOnWay = boxes.slice(1).reduce((sum, { objects }) => sum + objects, 0)
      expect(retainersOnWay).toBe(path.length)
      for (const box of boxes) {
        if (box.node === null) continue
        const lost = bruteLost(spec, new Set([box.node.node]), new Set())
        expect(box.dominator).toBe(lost.has(node))
        expect(path).toContain(box.node.node)
      }
    }),
    { numRuns: 400, seed: 62 },
  )
})

const LONG = 200_000

test('a hundred thousand steps of two classes in turn are merged in slices', async () => {
  const snapshot = plainHeap(LONG, (node) => (node < LONG - 1 ? [node + 1] : []))
  const heap = await completeHeapOf(snapshot)
  // Two classes in turn, so that no box takes several steps.
  const other = heap.table.classes.length
  const classes = [...heap.table.classes, { ...heap.table.classes[0]!, name: 'Other', key: 'Other' }]
  const classOf = heap.table.classOf.map((index, node) => (node % 2 === 0 ? index : other))
  const { graph, retainers } = heap.ready
  const nodes = Uint32Array.of(LONG - 1)
  const forest = await joinPaths(new Remaining(graph), retainers, nodes, quietTask())
  const kinds = new EdgeKinds(snapshot, graph.essential.pairs)
  const joined = { forest, kinds, dominators: dominatorsOfAll(graph, nodes) }
  const mixed = { ...heap, table: { classOf, classes } }
  const { task, pauses } = restlessTask()
  const { boxes } = await mergePaths(mixed, joined, nodes, new Set(), task)
  expect(boxes).toHaveLength(8)
  expect(boxes[4]).toMatchObject({ kind: 'steps', objects: LONG - 1 - 6 })
  expect(pauses()).toBeGreaterThan(LONG / 2)
})
