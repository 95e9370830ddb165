import type { CollectionKind } from '../../model/collection-rows.ts'
import type { CompleteHeap } from '../heap.ts'
import { basesOf } from './bases.ts'
import { isLruCache } from './lru-caches.ts'
import type { Namespaces } from './namespaces.ts'

/** By class. */
export const CONTAINER_KINDS: ReadonlyMap<string, CollectionKind> = new Map([
  ['list', 'list'],
  ['dict', 'dict'],
  ['set', 'set'],
  ['frozenset', 'frozenset'],
  ['tuple', 'tuple'],
  ['bytearray', 'bytearray'],
  ['collections.deque', 'deque'],
  ['collections.OrderedDict', 'OrderedDict'],
  ['collections.defaultdict', 'defaultdict'],
  ['array.array', 'array'],
  ['numpy.ndarray', 'ndarray'],
  ['weakref.WeakValueDictionary', 'WeakValueDictionary'],
  ['weakref.WeakKeyDictionary', 'WeakKeyDictionary'],
  ['_weakrefset.WeakSet', 'WeakSet'],
])
/** Keep any objects alive, as many as there are. A class derived from one is a container too; one of a tuple is a record. */
export const STRONG_KINDS: ReadonlySet<CollectionKind> = new Set([
  'list',
  'dict',
  'set',
  'deque',
  'OrderedDict',
  'defaultdict',
])
export const DICT_KINDS: ReadonlySet<CollectionKind> = new Set(['dict', 'OrderedDict', 'defaultdict'])

/** The kinds of classes that a program derives from containers, by their names. O(classes and their bases). */
export function derivedKinds(
  { snapshot }: CompleteHeap,
  { classes }: Namespaces,
): ReadonlyMap<string, CollectionKind> {
  const { strings, nodeName } = snapshot
  const nameOf = (node: number) => strings.text(nodeName[node]!)
  const found = new Map<string, CollectionKind>()
  classes.forEach((node) => {
    const name = nameOf(node)
    if (CONTAINER_KINDS.has(name)) return
    for (const base of basesOf(snapshot, node)) {
      const kind = CONTAINER_KINDS.get(nameOf(base))
      if (kind === undefined) continue
      if (STRONG_KINDS.has(kind)) found.set(name, kind)
      return
    }
  })
  return found
}

/**
 * Whether a reference of a container is an attribute that its class adds, no item: a capture has the items first, of a
 * dictionary the values and then the keys.
 */
export function attributeTest({ snapshot, table }: CompleteHeap) {
  const { firstEdge, python } = snapshot
  const isDerived = table.classes.map(({ name }) => !CONTAINER_KINDS.has(name) && !isLruCache(name))
  return (container: number, kind: CollectionKind, edge: number): boolean => {
    if (!isDerived[table.classOf[container]!]) return false
    const items = python!.length[container]! * (DICT_KINDS.has(kind) ? 2 : 1)
    return edge - firstEdge[container]! >= items
  }
}
