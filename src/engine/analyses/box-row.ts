import { idTerm } from '../model/filter-term.ts'
import type { BoxEdge, PathBox } from '../model/retainer-rows.ts'
import type { Draft } from './box-drafts.ts'
import { classQuery } from './class-query.ts'
import type { CompleteHeap } from './heap.ts'
import type { JoinedPaths } from './merged-paths.ts'
import { nodeRow } from './node-row.ts'
import { nodesOfBox, type PlaceBox } from './path-boxes.ts'

/** More objects are not named one by one. */
const MOST_IDS = 60
const NONE = { count: 0, bytes: 0 }

/** Everything that is shown of a box. */
export function boxRow(heap: CompleteHeap, joined: JoinedPaths, draft: Draft): PathBox {
  const { id, above } = draft
  const empty = {
    edge: null,
    classRow: null,
    node: null,
    sharedName: null,
    inRow: 0,
    dominator: false,
    query: null,
  }
  if (draft.kind !== 'box') {
    const { hidden, through } = draft
    return { id, above, kind: draft.kind, ...empty, objects: hidden, through, selected: NONE }
  }
  const { box } = draft
  const { through, selected } = box
  if (!box.above) return { id, above, kind: 'root', ...empty, objects: 1, through, selected }
  const { name, key, kind: nodeKind } = heap.table.classes[box.classIndex]!
  const nodes = nodesOfBox(box, joined.forest)
  const single = nodes.length === 1 ? nodes[0]! : null
  return {
    id,
    above,
    kind: 'objects',
    edge: boxEdge(heap, joined, box),
    classRow: { name, key, kind: nodeKind },
    node: single === null ? null : nodeRow(heap, single),
    sharedName: single === null ? sharedName(heap, nodes, name) : null,
    objects: nodes.length,
    inRow: box.places.length - box.entries,
    through,
    selected,
    dominator: single !== null && joined.dominators.has(single),
    query: queryOf(heap, box, nodes),
  }
}

/** Long texts are no names. */
const MOST_NAME = 200

function sharedName({ snapshot }: CompleteHeap, nodes: Uint32Array, className: string): string | null {
  const { nodeName, strings } = snapshot
  const first = nodeName[nodes[0]!]!
  if (strings.byteLength(first) > MOST_NAME || !nodes.every((node) => nodeName[node] === first)) return null
  const name = strings.text(first)
  return name === '' || name === className || name === 'Object' ? null : name
}

function boxEdge(heap: CompleteHeap, { forest, kinds }: JoinedPaths, box: PlaceBox): BoxEdge {
  const kind = kinds.kinds[box.edgeKind]!
  const { type, name } = kind
  // The root's edges have numbers for names, but are no collection.
  const isRoot = box.above!.above === null && forest.node[0] === heap.snapshot.root
  const look = isRoot && kind.look === 'collection' ? 'machine' : kind.look
  const endOf = (end: PlaceBox): string => {
    const nodes = nodesOfBox(end, forest)
    const isSingle = nodes.length === 1
    return isSingle ? `@${heap.snapshot.nodeId[nodes[0]!]!}` : (heap.table.classes[end.classIndex]?.key ?? '')
  }
  return { type, name, look, cut: { from: endOf(box.above!), type, name, to: endOf(box) } }
}

/** Names the objects one by one, or as all of their class. */
function queryOf(
  { snapshot, table, sizes, shallowSize }: CompleteHeap,
  box: PlaceBox,
  nodes: Uint32Array,
): string | null {
  const ids = Array.from(nodes.subarray(0, MOST_IDS), (node) => snapshot.nodeId[node]!)
  if (nodes.length <= MOST_IDS)
    return `${idTerm(ids[0]!)}${ids
      .slice(1)
      .map((id) => `,@${id}`)
      .join('')}`
  const isWhole =
    nodes.length === sizes.count[box.classIndex] && nodes.every((node) => shallowSize[node] !== 0)
  return isWhole ? classQuery(table.classes, box.classIndex) : null
}
