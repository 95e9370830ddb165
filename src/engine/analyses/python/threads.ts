import type { RecentMap } from '../../base/recent-map.ts'
import type { EntryTest, FilterTable } from '../../model/filter-fields.ts'
import { idTerm } from '../../model/filter-term.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { ListRequest, Page, Sort } from '../../model/rows.ts'
import type { FrameColumn, FrameRow, LocalRow, ThreadRow } from '../../model/thread-rows.ts'
import type { CompleteHeap } from '../heap.ts'
import { compareTexts } from '../list-nodes.ts'
import { edgeLabel } from '../names.ts'
import { nodeRow } from '../node-row.ts'
import { orderedPage } from '../ordered-page.ts'
import { textField } from '../text-field.ts'
import { framePlace } from './frame-place.ts'
import { rootChild } from './root-children.ts'

/** Locals that a row's filter names; more are opened to, but not selected at once. */
const MOST_SELECTED = 500

/** What frames are filtered by; entries are their order. */
export const FRAME_TABLE: FilterTable<readonly FrameRow[]> = {
  rows: 'frames',
  own: ['function', 'thread', 'file'],
  fields: [
    textField<FrameRow>('function', 'The function that runs.', 'function:handle', ({ name }) => name),
    textField<FrameRow>('thread', 'The name of the thread.', 'thread:worker', ({ thread }) => thread),
    textField<FrameRow>(
      'file',
      'The file in which the function stands.',
      'file:app.py',
      ({ file }) => file ?? '',
    ),
    {
      name: 'retained',
      type: 'bytes',
      help: 'What would be freed if only this call were over.',
      example: 'retained:>1MB',
      read: (rows) => (at) => rows[at]!.retainedSize,
    },
  ],
}

/**
 * The threads of a heap of CPython with their calls and the variables of these, and what each thread keeps for itself. What
 * a frame retains is what nothing else leads to: a value that the caller has too is not freed when the call is over.
 * O(children of the threads and their frames); empty where the heap has none.
 */
export function threadStacks(heap: CompleteHeap): ThreadRow[] {
  const { snapshot, ready } = heap
  const root = rootChild(snapshot, '(threads)')
  const own = rootChild(snapshot, '(thread locals)')
  const locals = own === null ? [] : childrenOf(heap, own)
  const used = new Set<number>()
  let order = 0
  const threads = (root === null ? [] : childrenOf(heap, root)).map(({ node }) => {
    const label = textOf(heap, node)
    const { name, id } = threadOf(label)
    const kept = locals.filter(
      (local) => threadOf(labelOf(heap, local)).name === name && isOf(heap, local, id),
    )
    for (const local of kept) used.add(local.node)
    const row = (at: Child, depth: number, kind: FrameRow['kind']) =>
      frameRow(heap, at.node, name, depth, kind, order++)
    const frames = childrenOf(heap, node).map((at, depth) => row(at, depth, 'frame'))
    return {
      name,
      id,
      daemon: snapshot.python?.process.threads.find((thread) => thread.id === id)?.daemon ?? null,
      retainedSize: ready.graph.retainedSize[node]!,
      frames: [...frames, ...kept.map((at) => row(at, frames.length, 'thread locals'))],
    }
  })
  const rest = locals.filter(({ node }) => !used.has(node))
  if (rest.length === 0) return threads
  const frames = rest.map(({ node }) => frameRow(heap, node, '(unknown)', 0, 'thread locals', order++))
  const retainedSize = frames.reduce((sum, frame) => sum + frame.retainedSize, 0)
  return [...threads, { name: '(unknown)', id: null, daemon: null, retainedSize, frames }]
}

interface Child {
  readonly node: number
  readonly edge: string | number
  readonly type: number
}

function childrenOf({ snapshot }: CompleteHeap, node: number): Child[] {
  const { firstEdge, edgeLink } = snapshot
  const found: Child[] = []
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    const link = edgeLink[edge]!
    found.push({ node: linkTarget(link), edge: edgeLabel(snapshot, node, edge), type: linkType(link) })
  }
  return found
}

function textOf({ snapshot }: CompleteHeap, node: number): string {
  return snapshot.strings.text(snapshot.nodeName[node]!)
}

/** What says whose these thread locals are: the name of a node of their own, or that of the reference to a dictionary. */
function labelOf(heap: CompleteHeap, { node, edge }: Child): string {
  return heap.snapshot.nodeType[node] === NodeType.synthetic ? textOf(heap, node) : String(edge)
}

function isOf(heap: CompleteHeap, local: Child, id: number | null): boolean {
  const other = threadOf(labelOf(heap, local)).id
  return other === null || id === null || other === id
}

/** `thread worker (140…)` */
function threadOf(label: string): { name: string; id: number | null } {
  const found = /^(?:thread )?([^]*?)(?: \((\d+)\))?$/.exec(label)!
  return { name: found[1]!, id: found[2] === undefined ? null : Number(found[2]) }
}

function frameRow(
  heap: CompleteHeap,
  node: number,
  thread: string,
  depth: number,
  kind: FrameRow['kind'],
  order: number,
): ThreadRow['frames'][number] {
  const { snapshot, ready } = heap
  const values = localsOf(heap, node)
  const place =
    kind === 'frame' ? framePlace(textOf(heap, node)) : { name: '(thread locals)', file: null, line: null }
  const ids = [...new Set(values.slice(0, MOST_SELECTED).map((local) => local.node.id))]
  return {
    kind,
    order,
    thread,
    depth,
    ...place,
    locals: values.length,
    retainedSize: ready.graph.retainedSize[node]!,
    node: nodeRow(heap, node),
    query: ids.length === 0 ? idTerm(snapshot.nodeId[node]!) : `id:${ids.map((id) => `@${id}`).join(',')}`,
    values,
  }
}

function localsOf(heap: CompleteHeap, node: number): LocalRow[] {
  return childrenOf(heap, node)
    .filter(({ type, edge }) => type !== EdgeType.weak && edge !== 'key' && edge !== '__class__')
    .map((child) => ({ name: String(child.edge), node: nodeRow(heap, child.node) }))
}

/** A page of frames; without a sort thread by thread, the innermost call first. O(frames). */
export function framePage(
  threads: readonly ThreadRow[],
  request: ListRequest<FrameColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<FrameRow> {
  const rows = allFrames(threads)
  const all = Uint32Array.from(rows, (_, at) => at)
  const listing = {
    entries: filter ? all.filter(filter) : all,
    all: all.length,
    key: `frames ${request.filter ?? ''}`,
    keyOf: ({ column }: Sort<FrameColumn>) => keyOf(rows, column),
    rowOf: (at: number) => rows[at]!,
  }
  return orderedPage(listing, request, orders)
}

/** The frames of all threads in their order, without the values of their variables. */
export function allFrames(threads: readonly ThreadRow[]): FrameRow[] {
  return threads.flatMap(({ frames }) =>
    frames.map((frame) => {
      const { values: _values, ...row } = frame
      return row
    }),
  )
}

function keyOf(rows: readonly FrameRow[], column: FrameColumn): (at: number) => number {
  if (column !== 'name' && column !== 'thread') return (at) => rows[at]![column]
  const order = rows
    .map((row, at) => ({ at, text: row[column] }))
    .sort((a, b) => compareTexts(a.text, b.text))
  const rank = new Uint32Array(rows.length)
  for (const [place, { at }] of order.entries()) rank[at] = place
  return (at) => rank[at]!
}
