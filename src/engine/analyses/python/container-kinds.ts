import type { CollectionKind } from '../../model/collection-rows.ts'
import { CLASS_FLAGS, PythonFlag } from '../../model/python-heap.ts'
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

/** What a program derives from a container. */
export interface DerivedKind {
  readonly kind: CollectionKind
  /** Whether its objects have what any class adds, a `__dict__` and a place for weak references, but no slots. */
  readonly isPlain: boolean
}

/** The kinds of classes that a program derives from containers, by their names. O(classes and their bases). */
export function derivedKinds(
  { snapshot }: CompleteHeap,
  { classes }: Namespaces,
): ReadonlyMap<string, DerivedKind> {
  const { strings, nodeName, python } = snapshot
  const nameOf = (node: number) => strings.text(nodeName[node]!)
  const isBuiltin = (node: number) => CONTAINER_KINDS.has(nameOf(node)) || nameOf(node) === 'object'
  const isPlain = (node: number) => (python!.flags[node]! & CLASS_FLAGS) === PythonFlag.classWithDict
  const found = new Map<string, DerivedKind>()
  classes.forEach((node) => {
    const name = nameOf(node)
    if (CONTAINER_KINDS.has(name)) return
    const bases = basesOf(snapshot, node)
    const container = bases.find((base) => CONTAINER_KINDS.has(nameOf(base)))
    const kind = container === undefined ? undefined : CONTAINER_KINDS.get(nameOf(container))
    if (kind === undefined || !STRONG_KINDS.has(kind)) return
    // What classes of one name have in common.
    const isAlike = found.get(name)?.isPlain ?? true
    found.set(name, { kind, isPlain: isAlike && bases.every((base) => isBuiltin(base) || isPlain(base)) })
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
