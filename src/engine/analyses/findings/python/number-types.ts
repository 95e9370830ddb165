import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { EdgeType } from '../../../model/kinds.ts'
import { linkTarget, linkType } from '../../../model/links.ts'
import type { Collections } from '../../collections/collection-columns.ts'
import { COLLECTION_KINDS } from '../../collections/collection-columns.ts'
import type { WholeHeap } from '../../heap.ts'

/** How an array keeps numbers. */
export interface NumberType {
  /** As `array.array` names it, and as NumPy does. */
  readonly code: string
  readonly dtype: string
  /** Of a number. */
  readonly bytes: number
  /** What the numbers are, and what they become. */
  readonly word: string
  readonly inWords: string
}

/** From the narrowest; all but the last for whole numbers. */
export const TYPES: readonly NumberType[] = [
  { code: 'b', dtype: 'int8', bytes: 1, word: 'whole numbers', inWords: 'integers of 8 bits' },
  { code: 'h', dtype: 'int16', bytes: 2, word: 'whole numbers', inWords: 'integers of 16 bits' },
  { code: 'i', dtype: 'int32', bytes: 4, word: 'whole numbers', inWords: 'integers of 32 bits' },
  { code: 'q', dtype: 'int64', bytes: 8, word: 'whole numbers', inWords: 'integers of 64 bits' },
  { code: 'd', dtype: 'float64', bytes: 8, word: 'floats', inWords: 'floats of 64 bits' },
]
const INT32 = 2
const INT64 = 3
const FLOAT = 4
const NONE = -1

/** In a shorter list there is little to save. */
const LEAST_LENGTH = 32
/** Sizes of an `int` of up to 30 and up to 60 bits. */
const INT_OF_30_BITS = 28
const INT_OF_60_BITS = 32
/** The largest of 8 and of 16 bits. */
const LARGEST = [0x7f, 0x7fff]

/** Lists and tuples of numbers alone, and into which of `TYPES` all of their numbers fit. */
export interface NumberLists {
  /** Ascending. */
  readonly nodes: Uint32Array
  /** By place in `nodes`. */
  readonly types: Int8Array
}

/** O(collections + references of lists and tuples). Numbers are read only as long as they are small, each text once. */
export async function findNumberLists(
  heap: WholeHeap,
  { nodes, kind, entries }: Collections,
  task: Task,
): Promise<NumberLists> {
  const typeOf = typeReader(heap)
  const isSequence = COLLECTION_KINDS.map((name) => name === 'list' || name === 'tuple')
  const found: number[] = []
  const types: number[] = []
  task.begin('answer', nodes.length)
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      if (!isSequence[kind[place]!] || entries[place]! < LEAST_LENGTH) continue
      const type = typeOf(nodes[place]!)
      if (type === NONE) continue
      found.push(nodes[place]!)
      types.push(type)
    }
  })
  task.end()
  return { nodes: Uint32Array.from(found), types: Int8Array.from(types) }
}

/** The narrowest type of a list's items, `NONE` where some are no numbers, or do not fit. */
function typeReader({ snapshot, shallowSize, table }: WholeHeap): (list: number) => number {
  const { firstEdge, edgeLink, nodeName, strings } = snapshot
  const named = (name: string) => table.classes.findIndex((info) => info.name === name)
  const int = named('int')
  const float = named('float')
  const isRedacted = snapshot.python!.process.redacted
  /** By string index of the text of a number: its type plus one; 0 where it was not read. */
  const known = new Uint8Array(strings.count)
  const narrowest = (node: number): number => {
    const text = nodeName[node]!
    if (known[text] === 0) known[text] = narrow(Number(strings.text(text))) + 1
    return known[text]! - 1
  }
  return (list) => {
    const first = firstEdge[list]!
    const isFloat = first < firstEdge[list + 1]! && table.classOf[linkTarget(edgeLink[first]!)] === float
    const wanted = isFloat ? float : int
    let type = isFloat ? FLOAT : isRedacted ? INT32 : 0
    for (let edge = first; edge < firstEdge[list + 1]!; edge++) {
      const item = linkTarget(edgeLink[edge]!)
      if (linkType(edgeLink[edge]!) !== EdgeType.element || table.classOf[item] !== wanted) return NONE
      if (isFloat) continue
      const bytes = shallowSize[item]!
      if (bytes > INT_OF_60_BITS) return NONE
      if (bytes > INT_OF_30_BITS) type = INT64
      else if (type < INT32) type = Math.max(type, narrowest(item))
    }
    return type
  }
}

function narrow(value: number): number {
  const magnitude = value < 0 ? -1 - value : value
  const fits = LARGEST.findIndex((largest) => magnitude <= largest)
  return fits === -1 ? INT32 : fits
}
