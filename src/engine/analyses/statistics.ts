import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { FirstEdges, NO_EDGE } from '../graph/first-edges.ts'
import { inSlices } from '../graph/in-slices.ts'
import { stringsWithText } from '../graph/same-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Statistics, StatisticsPart } from '../model/statistics-rows.ts'
import type { Heap } from './heap.ts'
import { PYTHON_PARTS, pythonParts } from './python-statistics.ts'

/** In the order of the rows. */
const V8_PARTS: readonly StatisticsPart[] = [
  'code',
  'strings',
  'jsArrays',
  'typedArrays',
  'system',
  'otherJs',
  'otherNonJs',
  'extraNative',
]

/** A part's place is its number. */
export const PARTS: readonly StatisticsPart[] = [...V8_PARTS, ...PYTHON_PARTS]

const CODE = PARTS.indexOf('code')
const STRINGS = PARTS.indexOf('strings')
const JS_ARRAYS = PARTS.indexOf('jsArrays')
const TYPED_ARRAYS = PARTS.indexOf('typedArrays')
const SYSTEM = PARTS.indexOf('system')
const OTHER_JS = PARTS.indexOf('otherJs')
const OTHER_NON_JS = PARTS.indexOf('otherNonJs')

/** Types whose nodes all count to one part, by type. */
const PART_OF_TYPE = new Map<number, number>([
  [NodeType.hidden, SYSTEM],
  [NodeType.native, OTHER_NON_JS],
  [NodeType.code, CODE],
  [NodeType.string, STRINGS],
  [NodeType.concatenatedString, STRINGS],
  [NodeType.slicedString, STRINGS],
])

/**
 * What the bytes of the heap, or of some of its nodes, are used for. Bytes without any node belong to the whole heap alone.
 * O(nodes).
 * @param parts what `partOfNodes` found
 * @param only null for all nodes
 */
export function statisticsOf(
  { snapshot, shallowSize }: Heap,
  parts: Uint8Array,
  only: BitSet | null = null,
): Statistics {
  const count = new Float64Array(PARTS.length)
  const bytes = new Float64Array(PARTS.length)
  for (let node = 0; node < snapshot.nodeCount; node++) {
    const size = shallowSize[node]!
    if (size === 0 || only?.has(node) === false) continue
    count[parts[node]!]!++
    bytes[parts[node]!]! += size
  }
  const extra = only ? 0 : snapshot.extraNativeBytes
  bytes[PARTS.indexOf('extraNative')] = extra
  const family = snapshot.python ? PYTHON_PARTS : V8_PARTS
  const rows = family.map((part) => ({
    part,
    count: count[PARTS.indexOf(part)]!,
    shallowSize: bytes[PARTS.indexOf(part)]!,
    query: part === 'extraNative' ? null : `part:${part}`,
  }))
  return {
    rows,
    total: sum(bytes),
    native: snapshot.python ? null : bytes[TYPED_ARRAYS]! + bytes[OTHER_NON_JS]! + extra,
  }
}

/**
 * By node: the number of the part it counts to. Of Python see `pythonParts`; else by the rules of Chrome DevTools: by node type, but that native
 * `system / JSArrayBufferData` are typed arrays, and that `Array` takes the list of its elements with it where nothing
 * else refers to that list. O(nodes + edges).
 */
export async function partOfNodes({ snapshot, shallowSize }: Heap, task: Task): Promise<Uint8Array> {
  const { nodeCount, nodeType, nodeName, strings, python } = snapshot
  if (python) return pythonParts(snapshot, python, V8_PARTS.length, task)
  const [arrays, buffers, lists] = await stringsWithText(
    strings,
    ['Array', 'system / JSArrayBufferData', 'elements'],
    task,
  )
  const elements = new FirstEdges(snapshot, EdgeType.internal, lists!)
  const parts = new Uint8Array(nodeCount)
  const partOfType = Uint8Array.from({ length: 256 }, (_, type) => PART_OF_TYPE.get(type) ?? OTHER_JS)
  /** Lists of elements with bytes of their own: most count with their arrays already. */
  const listed: number[] = []
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      let part = partOfType[nodeType[node]!]!
      if (part === OTHER_NON_JS && buffers!.has(nodeName[node]!)) part = TYPED_ARRAYS
      if (part === OTHER_JS && arrays!.has(nodeName[node]!)) {
        part = JS_ARRAYS
        const list = elements.target(node)
        if (list !== NO_EDGE && shallowSize[list] !== 0) listed.push(list)
      }
      parts[node] = part
    }
  })
  for (const list of await enteredOnce(snapshot, listed, task)) parts[list] = JS_ARRAYS
  return parts
}

/** Those of the nodes that only one edge of any type leads to. O(edges), or nothing where there are none. */
async function enteredOnce(
  { nodeCount, edgeCount, edgeLink }: Snapshot,
  nodes: number[],
  task: Task,
): Promise<number[]> {
  if (nodes.length === 0) return nodes
  const entries = new Uint8Array(nodeCount)
  await inSlices(task, edgeCount, (from, to) => {
    for (let edge = from; edge < to; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (entries[target]! < 2) entries[target]!++
    }
  })
  return nodes.filter((node) => entries[node] === 1)
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
