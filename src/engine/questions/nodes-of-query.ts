import type { Heap } from '../analyses/heap.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import type { Task } from '../base/task.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import { NodeType } from '../model/kinds.ts'
import type { Term } from '../model/selection-rows.ts'
import { compileFilter } from '../query/compile-filter.ts'
import type { Filter } from '../query/filter.ts'
import { parseFilter } from '../query/parse-filter.ts'
import { prepareFilter } from '../query/prepare-filter.ts'

/** Nodes between two looks at the clock. A node may cost the decoding of a text. */
const SLICE = 1 << 12

/** What a search takes beside the heap. */
export interface QuerySurroundings {
  readonly task: Task
  /** Milliseconds from any fixed moment. */
  readonly now: () => number
}

/**
 * The nodes that a filter of objects finds, as distinct ascending node indexes: as in lists those of an adjusted size
 * above 0 that are no synthetic roots, but also any that the filter names by its id. O(nodes + strings looked at).
 * @throws HeapError `bad-filter` with `at`, `not-ready` where a field's value is not known yet, `cancelled`
 */
export async function nodesOfQuery(
  heap: Heap,
  text: string,
  around: QuerySurroundings,
): Promise<Uint32Array> {
  around.task.begin('answer', heap.snapshot.nodeCount)
  const nodes = await findNodes(heap, text, around, 0)
  around.task.end()
  return nodes
}

/**
 * The nodes of a selection: its terms one after the other, beginning with nothing. Of the errors of `nodesOfQuery`, each
 * points into the query of its own term.
 */
export async function nodesOfTerms(
  heap: Heap,
  terms: readonly Term[],
  around: QuerySurroundings,
): Promise<Uint32Array> {
  const { nodeCount } = heap.snapshot
  around.task.begin('answer', terms.length * nodeCount)
  let nodes = new Uint32Array(0)
  for (const [index, { op, query }] of terms.entries()) {
    const found = await findNodes(heap, query, around, index * nodeCount)
    nodes = op === '+' ? union(nodes, found) : difference(nodes, found)
  }
  around.task.end()
  return nodes
}

async function findNodes(
  heap: Heap,
  text: string,
  { task, now }: QuerySurroundings,
  done: number,
): Promise<Uint32Array> {
  const { snapshot } = heap
  const filter = parseFilter(text, NODE_TABLE)
  await prepareFilter(filter, NODE_TABLE, heap, task)
  const test = compileFilter(filter, { table: NODE_TABLE, source: heap, now }) ?? (() => true)
  const { named, only } = namedNodes(heap, filter)
  if (only) return Uint32Array.from(named).sort().filter(test)
  let passing = new Uint32Array(1024)
  let count = 0
  for (let from = 0; from < snapshot.nodeCount; from += SLICE) {
    const end = Math.min(from + SLICE, snapshot.nodeCount)
    if (count + SLICE > passing.length) passing = wider(passing, snapshot.nodeCount)
    count = collect(heap, named, test, passing, count, from, end)
    const wait = task.tick(done + from)
    if (wait) await wait
  }
  return passing.slice(0, count)
}

/** Puts those of the nodes `from` to `end` that pass behind the `count` that are there; returns how many there are then. */
function collect(
  { shallowSize, snapshot: { nodeType } }: Heap,
  named: ReadonlySet<number>,
  test: EntryTest,
  into: Uint32Array,
  count: number,
  from: number,
  end: number,
): number {
  let at = count
  for (let node = from; node < end; node++) {
    const isListed = shallowSize[node] !== 0 && nodeType[node] !== NodeType.synthetic
    if ((isListed || (named.size > 0 && named.has(node))) && test(node)) into[at++] = node
  }
  return at
}

function wider(nodes: Uint32Array, most: number): Uint32Array<ArrayBuffer> {
  const wide = new Uint32Array(Math.max(Math.min(nodes.length * 2, most), nodes.length + SLICE))
  wide.set(nodes)
  return wide
}

/** The nodes that a filter names by their ids, and whether it can find no others. */
function namedNodes({ snapshot }: Heap, { alternatives }: Filter): { named: Set<number>; only: boolean } {
  const named = new Set<number>()
  let only = alternatives.length > 0
  const ids = new Set<number>()
  for (const terms of alternatives) {
    let names = false
    for (const { value, field, negated } of terms) {
      if (field !== 'id' || negated || value.form !== 'ids') continue
      names = true
      for (const { id } of value.ids) ids.add(id)
    }
    only &&= names
  }
  if (ids.size === 1) {
    for (const id of ids) {
      const node = snapshot.nodeId.indexOf(id)
      if (node !== -1) named.add(node)
    }
  } else if (ids.size > 0) {
    for (let node = 0; node < snapshot.nodeCount; node++) {
      if (ids.has(snapshot.nodeId[node]!)) named.add(node)
    }
  }
  return { named, only }
}

/** Both ascending, and so is the result. */
function union(a: Uint32Array, b: Uint32Array): Uint32Array<ArrayBuffer> {
  const both = new Uint32Array(a.length + b.length)
  let count = 0
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const left = a[i] ?? Number.POSITIVE_INFINITY
    const right = b[j] ?? Number.POSITIVE_INFINITY
    both[count++] = Math.min(left, right)
    if (left <= right) i++
    if (right <= left) j++
  }
  return both.slice(0, count)
}

/** What is in both. Both ascending, and so is the result. */
export function common(a: Uint32Array, b: Uint32Array): Uint32Array {
  let at = 0
  return a.filter((node) => {
    while (at < b.length && b[at]! < node) at++
    return b[at] === node
  })
}

/** What of `a` is not in `b`. Both ascending. */
function difference(a: Uint32Array<ArrayBuffer>, b: Uint32Array): Uint32Array<ArrayBuffer> {
  let at = 0
  return a.filter((node) => {
    while (at < b.length && b[at]! < node) at++
    return b[at] !== node
  })
}
