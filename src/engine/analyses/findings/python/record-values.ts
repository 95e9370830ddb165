import { hashOf, TupleTable } from '../../../base/tuple-table.ts'
import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { findRepeats } from '../../../graph/repeat-filter.ts'
import { EdgeType } from '../../../model/kinds.ts'
import { linkTarget, linkType } from '../../../model/links.ts'
import { PythonFlag } from '../../../model/python-heap.ts'
import { LeafHash } from '../../strings/leaf-hash.ts'
import { numberLeafTexts } from '../../strings/leaf-texts.ts'
import type { WholeHeap } from '../../heap.ts'
import { edgeLabel } from '../../names.ts'
import { NODES_BY_CLASS } from '../../nodes-by-class.ts'
import { CLASS_TRAITS } from '../../python/class-traits.ts'
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

/**
 * Tuples, named tuples and frozen dataclasses by their values: texts and numbers are compared as the capture holds them, all
 * other items are equal only where they are the same object. Texts are numbered only of those that may be equal to another.
 * O(records + items + bytes of the texts).
 */
export async function findRecords(heap: WholeHeap, task: Task): Promise<RecordValues> {
  const { strings } = heap.snapshot
  task.begin('answer', heap.snapshot.nodeCount)
  const nodes = await recordNodes(heap, task)
  const items = new RecordItems(heap)
  const leaf = new LeafHash(strings)
  const mayRecur = await recurring(nodes, items, (string) => (leaf.read(string), leaf.hash), task)
  const used = new Uint32Array(strings.count)
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) if (mayRecur(place)) items.mark(nodes[place]!, used)
  })
  const { ofString } = await numberLeafTexts(strings, used, task)
  const value = new Uint32Array(nodes.length).fill(ALONE)
  const table = new TupleTable()
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      if (!mayRecur(place)) continue
      const length = items.read(nodes[place]!, (string) => ofString[string]!)
      value[place] = table.intern(items.key, length)
    }
  })
  task.end()
  return { nodes, value, count: table.count }
}

/** All records, ascending. */
async function recordNodes(heap: WholeHeap, task: Task): Promise<Uint32Array> {
  const { flags } = await CLASS_TRAITS.of(heap, task)
  const byClass = await NODES_BY_CLASS.of(heap, task)
  const all = byClass.among(
    ({ name }, index) => name === 'tuple' || (flags[index]! & PythonFlag.instance) !== 0,
  )
  const isRecord = recordTest(heap)
  const found = new Uint32Array(all.length)
  let count = 0
  await inSlices(task, all.length, (from, to) => {
    for (let i = from; i < to; i++) if (isRecord(all[i]!)) found[count++] = all[i]!
  })
  return found.slice(0, count)
}

/** Tells which records may be equal to another. O(items). */
async function recurring(
  nodes: Uint32Array,
  items: RecordItems,
  textOf: (string: number) => number,
  task: Task,
): Promise<(place: number) => boolean> {
  const hashes = new Uint32Array(nodes.length)
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      hashes[place] = hashOf(items.key, items.read(nodes[place]!, textOf))
    }
  })
  const repeats = await findRepeats(hashes, task)
  return (place) => repeats.mayRepeat(hashes[place]!)
}

/** Reads what is in a record as numbers, by which it is compared. */
class RecordItems {
  /** What was read last. */
  readonly key = new Uint32Array(2 * MOST_ITEMS + 3)
  readonly #heap: WholeHeap
  readonly #isValue: (node: number) => boolean

  constructor(heap: WholeHeap) {
    this.#heap = heap
    this.#isValue = valueTest(heap)
  }

  /**
   * Reads a record into `key`.
   * @param textOf a number for the text of a string, by its index
   * @returns the length of the key
   */
  read(node: number, textOf: (string: number) => number): number {
    const { snapshot, table } = this.#heap
    const { firstEdge, edgeLink, nodeName } = snapshot
    const { key } = this
    let length = 0
    key[length++] = table.classOf[node]!
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const item = linkTarget(edgeLink[edge]!)
      const isText = this.#isValue(item)
      key[length++] = isText ? table.classOf[item]! + 1 : 0
      key[length++] = isText ? textOf(nodeName[item]!) : item
    }
    return length
  }

  /** Sets the entries of the strings that `read` asks for. */
  mark(node: number, used: Uint32Array): void {
    const { firstEdge, edgeLink, nodeName } = this.#heap.snapshot
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const item = linkTarget(edgeLink[edge]!)
      if (this.#isValue(item)) used[nodeName[item]!] = 1
    }
  }
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
