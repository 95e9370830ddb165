import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { TaskHost } from '../base/task.ts'
import { readCapture } from '../format/open.ts'
import { reachableFrom } from '../graph/reachable.ts'
import { linkTarget } from '../model/links.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { openPythonCapture } from '../testing/python-captures.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { sourceOf } from '../testing/sample-text.ts'
import { deepSize, WALLS } from './deep-size.ts'
import type { CompleteHeap } from './heap.ts'
import { edgeLabel } from './names.ts'

const DICTS = [{ op: '+', query: 'class:=dict' }] as const
const FOLDER = new URL('../../../fixtures/python/', import.meta.url)
const TRUTH = z
  .record(z.string(), z.int())
  .parse(JSON.parse(readFileSync(new URL('deep-sizes.json', FOLDER), 'utf8')))

/** The structures of the capture by name. */
function structuresOf({ snapshot }: CompleteHeap): Map<string, number> {
  const { firstEdge, edgeLink, nodeCount } = snapshot
  for (let node = 0; node < nodeCount; node++) {
    const found = new Map<string, number>()
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const name = String(edgeLabel(snapshot, node, edge))
      if (name in TRUTH) found.set(name, linkTarget(edgeLink[edge]!))
    }
    if (found.size === Object.keys(TRUTH).length) return found
  }
  throw new Error('The capture should hold the structures.')
}

/** The deep size with each object's size rounded up to eight bytes, as pympler rounds it. */
async function roundedSize(heap: CompleteHeap, node: number): Promise<number> {
  const walls = await WALLS.of(heap, quietTask())
  const reached = await reachableFrom(heap.snapshot, heap.ready.graph.essential, [node], walls, quietTask())
  let bytes = 0
  for (let at = 0; at < heap.snapshot.nodeCount; at++) {
    if (reached.has(at)) bytes += Math.ceil(heap.shallowSize[at]! / 8) * 8
  }
  return bytes
}

async function openHeap(): Promise<CompleteHeap> {
  const bytes = readFileSync(new URL('deep-sizes.heapsnapshot.gz', FOLDER))
  return completeHeapOf((await readCapture(sourceOf([bytes]), quietTask())).snapshot)
}

test('deep sizes are those of pympler but for its rounding, and for the attributes that it misses', async () => {
  const heap = await openHeap()
  for (const [name, node] of structuresOf(heap)) {
    const rounded = await roundedSize(heap, node)
    if (name !== 'points') expect([name, rounded]).toEqual([name, TRUTH[name]])
    // pympler leaves out the room for attributes within an instance, which is there since 3.11.
    else expect(rounded).toBeGreaterThan(TRUTH[name]!)
    const { bytes } = await deepSize(heap, [node], quietTask())
    expect(bytes).toBeLessThanOrEqual(rounded)
  }
})

test('progress begins with the walk, and only goes on', async () => {
  const session = await openPythonCapture('gallery')
  const seen: number[] = []
  let now = 0
  const host: TaskHost = {
    now: () => (now += 40),
    pause: () => Promise.resolve(),
    progress: ({ done, total }) => void seen.push(done / total),
  }
  await session.ask('selectedDeepSize', [DICTS], host)
  const known = seen.filter((fraction) => fraction > 0 && fraction < 1)
  expect(known.length).toBeGreaterThan(0)
  expect(known).toEqual(known.toSorted((a, b) => a - b))
})

test('a part that several hold counts once, and what others hold too counts', async () => {
  const heap = await openHeap()
  const found = structuresOf(heap)
  const nodes = ['ints', 'shared'].map((name) => found.get(name)!)
  const [ints, shared] = await Promise.all(nodes.map((node) => deepSize(heap, [node], quietTask())))
  // Two lists and one text.
  expect(shared!.count).toBe(3)
  expect(await deepSize(heap, [...nodes, nodes[0]!], quietTask())).toEqual({
    count: ints!.count + shared!.count,
    bytes: ints!.bytes + shared!.bytes,
  })
})

test('deep sizes stop at classes, modules and functions', async () => {
  const session = await openPythonCapture('gallery')
  const { rows } = await session.ask(
    'matching',
    [{ start: 0, end: 1, filter: 'class:=shop.models.Button' }, null],
    QUIET_HOST,
  )
  // The button and its label.
  expect((await session.ask('deepSize', [rows[0]!.id], QUIET_HOST)).count).toBe(2)
  const selected = await session.ask(
    'selectedDeepSize',
    [[{ op: '+', query: 'class:=shop.models.Button' }]],
    QUIET_HOST,
  )
  expect(selected.count).toBe(11)
})
