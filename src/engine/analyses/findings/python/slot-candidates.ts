import { PythonFlag } from '../../../model/python-heap.ts'
import type { WholeHeap } from '../../heap.ts'
import type { Whose } from '../../../model/finding-rows.ts'
import { hasFlag, isWrittenInPython, nameOfNode, namespaceOf } from './class-facts.ts'
import { basesOf } from '../../python/bases.ts'
import { type ClassInstances, NO_DICT } from './class-instances.ts'
import type { WhoseCode } from '../whose.ts'
import { minorOf } from '../../python/python-version.ts'
import { is64Bit, SLOT, slottedSize } from './slotted-size.ts'

const LEAST_INSTANCES = 100
/** More names than that are data rather than attributes. */
const MOST_ATTRIBUTES = 50
/** Of the slots of all instances together, so many may be empty. */
const MOST_EMPTY = 0.25

/** A class whose instances could have slots. */
export interface Candidate {
  readonly name: string
  readonly whose: Whose | null
  readonly instances: ClassInstances
  readonly attributes: readonly string[]
  /** Classes that have no `__slots__` yet, nearest first: the class itself, or bases of it. */
  readonly without: readonly string[]
  readonly isDataclass: boolean
  readonly isReferredWeakly: boolean
  /** Bytes of an instance with slots. */
  readonly slotted: number
}

/** Null where nothing is to be said of the class. O(instances). */
export function candidateOf(
  heap: WholeHeap,
  instances: ClassInstances,
  whoseOf: WhoseCode,
): Candidate | null {
  const { snapshot } = heap
  const { classNode, nodes } = instances
  if (nodes.length < LEAST_INSTANCES || !is64Bit(snapshot)) return null
  if (!hasFlag(snapshot, classNode, PythonFlag.classWithDict) || doShare(instances)) return null
  const attributes = attributesOf(instances)
  if (attributes === null) return null
  const bases = basesOf(snapshot, classNode).filter((base) => nameOfNode(snapshot, base) !== 'object')
  const without: string[] = []
  for (const base of bases) {
    if (!isWrittenInPython(snapshot, base)) return null
    const namespace = namespaceOf(snapshot, base)
    for (const value of namespace.values()) if (classNameOf(heap, value) === CACHED) return null
    if (hasFlag(snapshot, base, PythonFlag.classWithSlots)) continue
    const whose = whoseOf(base)
    if (base !== classNode && whose !== null && whose !== 'own') return null
    without.push(nameOfNode(snapshot, base))
  }
  const own = namespaceOf(snapshot, classNode)
  const whose = whoseOf(classNode)
  // Every class has slots, and one of them is `__dict__`.
  if (without.length === 0 || whose === 'runtime') return null
  const isReferredWeakly = nodes.some((node) => hasWeakReference(heap, node))
  return {
    name: nameOfNode(snapshot, classNode),
    whose,
    instances,
    attributes,
    without,
    isDataclass: own.has('__dataclass_fields__'),
    isReferredWeakly,
    slotted: slottedSize(attributes.length) + (isReferredWeakly ? weakBytes(heap) : 0),
  }
}

/** Whether two instances have one dictionary: then it is there for a reason. */
function doShare({ dicts }: ClassInstances): boolean {
  const met = new Set<number>()
  for (const dict of dicts) {
    if (dict !== NO_DICT && met.has(dict)) return true
    if (dict !== NO_DICT) met.add(dict)
  }
  return false
}

/** It keeps what it computes in the `__dict__`. */
const CACHED = 'functools.cached_property'

/** The names of all attributes where the instances mostly have all of them; else null. */
function attributesOf({ nodes, layouts }: ClassInstances): string[] | null {
  const names = new Set<string>()
  let filled = 0
  for (const layout of layouts) {
    for (const name of layout.names) names.add(name)
    filled += layout.names.length * layout.count
    if (names.size > MOST_ATTRIBUTES) return null
  }
  if (names.size === 0 || filled < (1 - MOST_EMPTY) * names.size * nodes.length) return null
  return [...names].every((name) => IDENTIFIER.test(name)) ? [...names] : null
}

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u

function classNameOf({ table }: WholeHeap, node: number): string {
  return table.classes[table.classOf[node]!]!.name
}

function hasWeakReference({ ready }: WholeHeap, node: number): boolean {
  const { first, source } = ready.retainers
  for (let i = first[node]!; i < first[node + 1]!; i++) {
    if ((source[i]! & 1) === 0 && source[i]! >>> 1 !== node) return true
  }
  return false
}

/** What a slot for weak references takes: since 3.12 it stands before the object, and beside it a place for a `__dict__`. */
function weakBytes({ snapshot }: WholeHeap): number {
  return minorOf(snapshot.python!.process.python?.version) >= 12 ? 2 * SLOT : SLOT
}
