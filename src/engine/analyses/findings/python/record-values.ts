import { BitSet } from '../../../base/bit-set.ts'
import { hashOf, TupleTable } from '../../../base/tuple-table.ts'
import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { EdgeType } from '../../../model/kinds.ts'
import { linkTarget, linkType } from '../../../model/links.ts'
import { PythonFlag } from '../../../model/python-heap.ts'
import { numberLeafTexts } from '../../strings/leaf-texts.ts'
import type { WholeHeap } from '../../heap.ts'
import { edgeLabel } from '../../names.ts'
import { targetNamed } from '../../python/standard-library.ts'
import { nameOfNode, namespaceOf } from './class-facts.ts'

/** A longer tuple is data rather than a record. */
const MOST_ITEMS = 16
/** A number of more bytes may be longer than what the capture holds of it. */
const LARGEST_INT = 36

/** Records that cannot be changed, numbered by what is in them. */
export interface RecordValues {
  /** Ascending. */
  readonly nodes: Uint32Array
  /** By place in `nodes`: equal where class and items are; `ALONE` where no other is equal. */
  readonly value: Uint32Array
  /** How many values more than one may have. */
  readonly count: number
}

/** The value of a record that is told from all others by its hash already: most are. */
export const ALONE = 0xffff_ffff
/** Bits of a set of hashes for each record. */
const BITS_PER_RECORD = 16

/**
 * Tuples, named tuples and frozen dataclasses by their values: texts and numbers are compared as the capture holds them, all
 * other items are equal only where they are the same object. O(nodes + items + bytes of the texts).
 */
export async function findRecords(heap: WholeHeap, task: Task): Promise<RecordValues> {
  const { snapshot } = heap
  const { firstEdge, edgeLink, nodeCount, nodeName, strings } = snapshot
  const nodes: number[] = []
  const isRecord = recordTest(heap)
  const isValue = valueTest(heap)
  const used = new Uint32Array(strings.count)
  task.begin('answer', 4 * nodeCount)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (!isRecord(node)) continue
      nodes.push(node)
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const item = linkTarget(edgeLink[edge]!)
        if (isValue(item)) used[nodeName[item]!] = 1
      }
    }
  })
  const texts = await numberLeafTexts(strings, used, task)
  const key = new Uint32Array(2 * MOST_ITEMS + 3)
  const readKey = (node: number): number => {
    let length = 0
    key[length++] = heap.table.classOf[node]!
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const item = linkTarget(edgeLink[edge]!)
      const isText = isValue(item)
      key[length++] = isText ? heap.table.classOf[item]! + 1 : 0
      key[length++] = isText ? texts.ofString[nodeName[item]!]! : item
    }
    return length
  }
  const value = new Uint32Array(nodes.length).fill(ALONE)
  const mayRecur = await recurring(nodes.length, (place) => hashOf(key, readKey(nodes[place]!)), task)
  const table = new TupleTable()
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      if (mayRecur(place)) value[place] = table.intern(key, readKey(nodes[place]!))
    }
  })
  task.end()
  return { nodes: Uint32Array.from(nodes), value, count: table.count }
}

/** Tells by their hashes which of some things may be equal to another: no things that are equal have different ones. O(things). */
async function recurring(count: number, hash: (place: number) => number, task: Task) {
  const bits = 1 << Math.min(31 - Math.clz32(Math.max(1, count) * BITS_PER_RECORD), 30)
  const met = new BitSet(bits)
  const again = new BitSet(bits)
  const bitOf = new Uint32Array(count)
  await inSlices(task, count, (from, to) => {
    for (let place = from; place < to; place++) {
      const bit = hash(place) & (bits - 1)
      bitOf[place] = bit
      if (met.has(bit)) again.add(bit)
      else met.add(bit)
    }
  })
  return (place: number): boolean => again.has(bitOf[place]!)
}

/** Whether an item is told by the text that the capture has of it. */
function valueTest({ snapshot, table, shallowSize }: WholeHeap): (node: number) => boolean {
  const numbers = new Set(['int', 'float'])
  const kinds = Uint8Array.from(table.classes, ({ name }) => (name === 'str' ? 2 : numbers.has(name) ? 1 : 0))
  const isRedacted = snapshot.python!.process.redacted
  return (node) => {
    const kind = kinds[table.classOf[node]!]!
    return !isRedacted && (kind === 2 || (kind === 1 && shallowSize[node]! <= LARGEST_INT))
  }
}

/** Whether a node is a tuple, or of a class derived from it, or of a frozen dataclass without a `__dict__`. */
function recordTest({ snapshot, shallowSize, table }: WholeHeap): (node: number) => boolean {
  const { firstEdge, edgeLink, python } = snapshot
  const tuple = table.classes.findIndex(({ name }) => name === 'tuple')
  const { edgeNames } = snapshot
  /** By sequence of names, for instances: 0 not looked at, 1 as a tuple, 2 as a dataclass may be, 3 neither. */
  const known = new Uint8Array(edgeNames.count)
  /** By sequence of names: the place of the reference to the class. */
  const classAt = new Uint8Array(edgeNames.count)
  const frozen = new Map<number, boolean>()
  const learn = (node: number, sequence: number): number => {
    let [items, fields, others, classes] = [0, 0, 0, 0]
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const type = linkType(edgeLink[edge]!)
      if (type === EdgeType.element) items++
      else if (type === EdgeType.property) fields++
      else if (edgeLabel(snapshot, node, edge) !== '__class__') others++
      else if (classes++ === 0) classAt[sequence] = edge - firstEdge[node]!
    }
    const isPlain = others === 0 && classes > 0
    return isPlain && items > 0 && fields === 0 ? 1 : isPlain && fields > 0 && items === 0 ? 2 : 3
  }
  return (node) => {
    const edges = firstEdge[node + 1]! - firstEdge[node]!
    if (edges === 0 || edges > MOST_ITEMS + 1 || shallowSize[node] === 0) return false
    if (table.classOf[node] === tuple) return true
    if ((python!.flags[node]! & PythonFlag.instance) === 0) return false
    const sequence = edgeNames.sequenceOf(node)
    const kind = known[sequence]! || (known[sequence] = learn(node, sequence))
    if (kind === 3) return false
    const classNode = linkTarget(edgeLink[firstEdge[node]! + classAt[sequence]!]!)
    let is = frozen.get(classNode)
    if (is === undefined) {
      is = kind === 1 ? isTupleClass(snapshot, classNode) : isFrozen(snapshot, classNode)
      frozen.set(classNode, is)
    }
    return is
  }
}

/** Named tuples say what their fields are. */
function isTupleClass(snapshot: WholeHeap['snapshot'], classNode: number): boolean {
  const base = targetNamed(snapshot, classNode, '__base__')
  return (
    base !== null && (nameOfNode(snapshot, base) === 'tuple' || namespaceOf(snapshot, base).has('_fields'))
  )
}

function isFrozen(snapshot: WholeHeap['snapshot'], classNode: number): boolean {
  const parameters = namespaceOf(snapshot, classNode).get('__dataclass_params__') ?? null
  const frozen = targetNamed(snapshot, parameters, 'frozen')
  return frozen !== null && nameOfNode(snapshot, frozen) === 'True'
}
