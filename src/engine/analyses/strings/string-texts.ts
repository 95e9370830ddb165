import { NumberList } from '../../base/number-list.ts'
import { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { accumulate } from '../../graph/retainers.ts'
import { stringsWithText } from '../../graph/same-text.ts'
import { NodeType } from '../../model/kinds.ts'
import type { PythonHeap } from '../../model/python-heap.ts'
import type { Snapshot, WideColumn } from '../../model/snapshot.ts'
import type { StringTable } from '../../model/string-table.ts'
import { type LeafTexts, numberLeafTexts } from './leaf-texts.ts'
import { namelessTest, NOWHERE, partsOf, type RopeParts, ropeParts } from './rope-parts.ts'
import { NO_TEXT, numberRopeTexts, type RopeTexts } from './rope-texts.ts'

/** V8 writes at most so many characters of a string. */
export const CUT_LENGTH = 1024

/** The strings of a heap sorted by their text. Of each text: which strings have it, how long it is, how large they are. */
export interface StringTexts {
  /** String nodes of a size above 0, ascending. */
  readonly nodes: Uint32Array
  /** Those that are counted: all, or those of a selection. */
  readonly counted: Uint32Array
  /** Which nodes they are, and where each stands. */
  readonly members: Places
  /** By place in `nodes`: the number of its text, or `NO_TEXT` where the file does not hold it. */
  readonly text: Uint32Array
  readonly unknown: number
  /** How many texts there are. */
  readonly count: number
  /** The nodes of text t are `member[first[t]]` to `member[first[t + 1] - 1]`, ascending. */
  readonly first: Uint32Array
  readonly member: Uint32Array
  /** By text, in UTF-16 code units; in Python in characters. */
  readonly length: Float64Array
  /** By text: 1 where it, or a part of it, may go on beyond what V8 wrote. */
  readonly cut: Uint8Array
  /** By text: bytes of all its strings, of the smallest and of the largest. */
  readonly bytes: Float64Array
  readonly smallest: Float64Array
  readonly largest: Float64Array
}

/**
 * Sorts all strings by their text. Strings are of one text when they share the file's string, when two of its strings
 * read the same, or when they are joined from parts that read the same; joined strings are compared over their whole
 * length, flat ones as far as V8 wrote them, which is 1,024 characters.
 * O(nodes + edges of joined strings + bytes of the strings used).
 */
export async function sortByText(
  snapshot: Snapshot,
  shallowSize: WideColumn,
  task: Task,
): Promise<StringTexts> {
  task.begin('answer', snapshot.nodeCount)
  const nodes = await stringNodes(snapshot, shallowSize, task)
  const { ropes, parts } = await findRopes(snapshot, task)
  const used = new Uint32Array(snapshot.strings.count)
  await inSlices(task, nodes.length, nameMarker(snapshot, nodes, ropes, used))
  for (const string of parts.string) if (string >= 0) used[string] = 1
  const leaves = await numberLeafTexts(snapshot.strings, used, task)
  const joined = await numberRopeTexts(snapshot.strings, leaves, parts, CUT_LENGTH, task)
  const text = new Uint32Array(nodes.length)
  const fill = textOfNodes(snapshot, nodes, ropes, leaves, joined, text)
  await inSlices(task, nodes.length, fill)
  const { count } = joined
  const sums = await sumTexts(nodes, text, count, shallowSize, task)
  const lengths = lengthsOf(snapshot.strings, leaves, joined)
  return {
    nodes,
    members: new Places(nodes, snapshot.nodeCount),
    text,
    count,
    ...sums,
    ...(snapshot.python ? lengthsInPython(snapshot.python, sums, lengths.length) : lengths),
  }
}

function isString(type: number): boolean {
  return type === NodeType.string || type === NodeType.concatenatedString || type === NodeType.slicedString
}

async function stringNodes(
  { nodeCount, nodeType }: Snapshot,
  shallowSize: WideColumn,
  task: Task,
): Promise<Uint32Array> {
  const nodes = new NumberList()
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (isString(nodeType[node]!) && shallowSize[node] !== 0) nodes.push(node)
    }
  })
  return nodes.finish()
}

/** The concatenated strings with parts; others, as Bun's and redacted ones, have their text in their name. */
export async function findRopes(
  snapshot: Snapshot,
  task: Task,
): Promise<{ ropes: Uint32Array; parts: RopeParts }> {
  const all = await concatenated(snapshot, task)
  if (all.length === 0) return { ropes: all, parts: await ropeParts(snapshot, all, all, task) }
  const partNames = await stringsWithText(snapshot.strings, ['first', 'second'], task)
  const parts = await partsOf(snapshot, all, partNames, task)
  let kept = 0
  for (let i = 0; i < all.length; i++) {
    if (parts[2 * i] === NOWHERE && parts[2 * i + 1] === NOWHERE) continue
    all[kept] = all[i]!
    parts[2 * kept] = parts[2 * i]!
    parts[2 * kept + 1] = parts[2 * i + 1]!
    kept++
  }
  const ropes = all.subarray(0, kept)
  return { ropes, parts: await ropeParts(snapshot, ropes, parts, task) }
}

/** Ascending; none where they have no parts. */
async function concatenated({ nodeCount, nodeType, strings, python }: Snapshot, task: Task) {
  // In Python no string is made of others.
  if (strings.isRedacted || python) return new Uint32Array(0)
  const all = new NumberList()
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (nodeType[node] === NodeType.concatenatedString) all.push(node)
    }
  })
  return all.finish()
}

/** Calls `take` for each string with its place among `ropes`, or -1. Both are ascending. */
function forEachString(
  nodes: Uint32Array,
  ropes: Uint32Array,
  take: (place: number, rope: number) => void,
  from: number,
  to: number,
): void {
  let rope = lowerBound(ropes, nodes[from] ?? 0)
  for (let place = from; place < to; place++) {
    const node = nodes[place]!
    while (rope < ropes.length && ropes[rope]! < node) rope++
    take(place, ropes[rope] === node ? rope : -1)
  }
}

function nameMarker(
  snapshot: Snapshot,
  nodes: Uint32Array,
  ropes: Uint32Array,
  used: Uint32Array,
): (from: number, to: number) => void {
  const { nodeName } = snapshot
  const isNameless = namelessTest(snapshot)
  const mark = (place: number, rope: number): void => {
    if (rope === -1 && !isNameless(nodes[place]!)) used[nodeName[nodes[place]!]!] = 1
  }
  return (from, to) => forEachString(nodes, ropes, mark, from, to)
}

function textOfNodes(
  snapshot: Snapshot,
  nodes: Uint32Array,
  ropes: Uint32Array,
  leaves: LeafTexts,
  joined: RopeTexts,
  text: Uint32Array,
): (from: number, to: number) => void {
  const { nodeName } = snapshot
  const isNameless = namelessTest(snapshot)
  const take = (place: number, rope: number): void => {
    const node = nodes[place]!
    if (rope !== -1) text[place] = joined.text[rope]!
    else text[place] = isNameless(node) ? NO_TEXT : leaves.ofString[nodeName[node]!]! - 1
  }
  return (from, to) => forEachString(nodes, ropes, take, from, to)
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** What is summed up over the strings that are counted. */
export type TextSums = Pick<
  StringTexts,
  'counted' | 'unknown' | 'first' | 'member' | 'bytes' | 'smallest' | 'largest'
>

/**
 * Sums up by text, and sorts the nodes by it. O(nodes + texts).
 * @param counted ascending
 * @param text by place in `counted`: the number of its text, or `NO_TEXT`
 * @param count how many texts there are
 */
export async function sumTexts(
  counted: Uint32Array,
  text: Uint32Array,
  count: number,
  shallowSize: WideColumn,
  task: Task,
): Promise<TextSums> {
  const first = new Uint32Array(count + 1)
  const bytes = new Float64Array(count)
  const smallest = new Float64Array(count).fill(Infinity)
  const largest = new Float64Array(count)
  let unknown = 0
  await inSlices(task, counted.length, (from, to) => {
    for (let place = from; place < to; place++) {
      const t = text[place]!
      if (t === NO_TEXT) {
        unknown++
        continue
      }
      const size = shallowSize[counted[place]!]!
      first[t]!++
      bytes[t]! += size
      if (size < smallest[t]!) smallest[t] = size
      if (size > largest[t]!) largest[t] = size
    }
  })
  accumulate(first)
  const member = new Uint32Array(counted.length - unknown)
  // Downward, since stretches are filled from their ends.
  await inSlices(task, counted.length, (from, to) => {
    for (let place = counted.length - 1 - from; place > counted.length - 1 - to; place--) {
      if (text[place] !== NO_TEXT) member[--first[text[place]!]!] = counted[place]!
    }
  })
  return { counted, unknown, first, member, bytes, smallest, largest }
}

/**
 * As the capture states them, in characters: of a long text it writes the beginning, its length and a hash of the whole,
 * so that equal ones are equal and none is cut. @param written the lengths of the texts in the file
 */
function lengthsInPython(
  { length: stated }: PythonHeap,
  { first, member }: TextSums,
  written: Float64Array,
): Pick<StringTexts, 'length' | 'cut'> {
  const length = written.map((own, text) =>
    first[text] === first[text + 1] ? own : stated[member[first[text]!]!]! || own,
  )
  return { length, cut: new Uint8Array(length.length) }
}

function lengthsOf(
  { columns: { redacted } }: StringTable,
  leaves: LeafTexts,
  joined: RopeTexts,
): Pick<StringTexts, 'length' | 'cut'> {
  const length = new Float64Array(joined.count)
  const cut = new Uint8Array(joined.count)
  for (let leaf = 0; leaf < leaves.count; leaf++) {
    length[leaf] = leaves.length[leaf]!
    if (leaves.length[leaf] === CUT_LENGTH || redacted?.cut.has(leaves.string[leaf]!) === true) cut[leaf] = 1
  }
  for (let rope = 0; rope < joined.text.length; rope++) {
    const text = joined.text[rope]!
    if (text === NO_TEXT) continue
    length[text] = joined.length[rope]!
    cut[text]! |= joined.cut[rope]!
  }
  return { length, cut }
}
