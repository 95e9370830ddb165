import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import type { CollectionKind } from '../../model/collection-rows.ts'
import { NodeType } from '../../model/kinds.ts'
import { linkTarget } from '../../model/links.ts'
import { COLLECTION_KINDS, CollectionColumns, type Collections } from '../collections/collection-columns.ts'
import type { CompleteHeap } from '../heap.ts'
import { edgeLabel } from '../names.ts'
import { NODES_BY_CLASS } from '../nodes-by-class.ts'
import { CONTAINER_KINDS, derivedKinds } from './container-kinds.ts'
import { isLruCache, measureLruCache } from './lru-caches.ts'
import { NAMESPACES } from './namespaces.ts'
import { OWN_DICTS } from './own-dicts.ts'
import { Rooms } from './room.ts'
import { targetNamed } from './standard-library.ts'

const WEAK: ReadonlySet<CollectionKind> = new Set(['WeakValueDictionary', 'WeakKeyDictionary', 'WeakSet'])

/**
 * The containers of a heap of CPython, which says itself how many items they have; the room they have follows from their
 * sizes where CPython lays them out in one way only. What a program derives from them counts as such. Dictionaries in which attributes of an object, names of a module or of
 * a class stand are no collections of the program. O(nodes + edges).
 */
export async function findPythonCollections(heap: CompleteHeap, task: Task): Promise<Collections> {
  const { snapshot, shallowSize, table } = heap
  const { python, nodeType } = snapshot
  const ownDicts = await OWN_DICTS.of(heap, task)
  const derived = derivedKinds(heap, await NAMESPACES.of(heap, task))
  const kindOfClass = table.classes.map(({ name }) => CONTAINER_KINDS.get(name) ?? derived.get(name)?.kind)
  const ofClass = table.classes.map(({ name }) => derived.get(name))
  const codeOfClass = kindOfClass.map((kind) => (kind === undefined ? -1 : COLLECTION_KINDS.indexOf(kind)))
  const isWeak = kindOfClass.map((kind) => kind !== undefined && WEAK.has(kind))
  const isLru = table.classes.map(({ name }) => isLruCache(name))
  const byClass = await NODES_BY_CLASS.of(heap, task)
  const nodes = byClass.among((_, at) => kindOfClass[at] !== undefined || isLru[at]!)
  const columns = new CollectionColumns(nodes.length)
  const rooms = new Rooms(snapshot)
  const lengths = python!.length
  await inSlices(task, nodes.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = nodes[i]!
      if (nodeType[node] === NodeType.synthetic || shallowSize[node] === 0) continue
      const at = table.classOf[node]!
      if (isLru[at]) {
        const { kind, ...measures } = measureLruCache(snapshot, node)
        columns.add(node, kind, measures)
        continue
      }
      const kind = kindOfClass[at]
      if (kind === undefined || (kind === 'dict' && ownDicts.has(node))) continue
      if (isWeak[at]) {
        const data = targetNamed(snapshot, node, 'data') ?? dataOf(heap, node)
        columns.add(node, kind, data === null ? {} : { entries: python!.length[data]! })
        continue
      }
      const entries = lengths[node]!
      rooms.read(kind, node, entries, ofClass[at])
      columns.put(node, codeOfClass[at]!, entries, rooms.capacity, rooms.unused)
    }
  })
  return columns.finish(snapshot.nodeCount)
}

/** What a weak dictionary keeps its entries in, where its attributes hang from a dictionary of their own. */
function dataOf({ snapshot }: CompleteHeap, node: number): number | null {
  for (let edge = snapshot.firstEdge[node]!; edge < snapshot.firstEdge[node + 1]!; edge++) {
    if (edgeLabel(snapshot, node, edge) !== '__dict__') continue
    return targetNamed(snapshot, linkTarget(snapshot.edgeLink[edge]!), 'data')
  }
  return null
}
