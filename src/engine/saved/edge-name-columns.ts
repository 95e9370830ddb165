import { BitSet } from '../base/bit-set.ts'
import { BLOCK_BITS, type Tuples } from '../base/tuple-table.ts'
import type { ContainerReader } from '../format/container/reader.ts'
import type { ContainerWriter } from '../format/container/writer.ts'
import type { Task } from '../base/task.ts'
import { namesFromColumn } from '../model/edge-name-collector.ts'
import type { EdgeNameColumns } from '../model/edge-names.ts'
import { edgeHasIndex } from '../model/kinds.ts'
import { labelName, WideNames } from '../model/labels.ts'
import { linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { SECTION } from './section-names.ts'

/** What the names of a container's edges belong to. */
export interface NamedEdges {
  readonly firstEdge: Uint32Array
  readonly edgeLink: Uint32Array
  /** How many strings there are. */
  readonly strings: number
}

/** Writes the names of all edges: sequences, each once. */
export async function writeEdgeNames(writer: ContainerWriter, snapshot: Snapshot): Promise<void> {
  const { edgeNames, firstEdge, nodeCount } = snapshot
  const lengths = new Uint32Array(edgeNames.count)
  const someNode = new Uint32Array(edgeNames.count)
  for (let node = 0; node < nodeCount; node++) {
    const sequence = edgeNames.sequenceOf(node)
    lengths[sequence] = firstEdge[node + 1]! - firstEdge[node]!
    someNode[sequence] = node
  }
  const names = new Uint32Array(lengths.reduce((sum, length) => sum + length, 0))
  let end = 0
  for (let sequence = 0; sequence < lengths.length; sequence++) {
    // Without names, or no node's any more.
    if (lengths[sequence] === 0) continue
    for (const label of edgeNames.labelsOf(someNode[sequence]!)) {
      names[end++] = labelName(label, edgeNames.columns.wide)
    }
  }
  await writer.column(SECTION.nameSequences, edgeNames.columns.sequence)
  await writer.column(SECTION.sequenceLengths, lengths)
  await writer.column(SECTION.sequenceNames, names)
}

/** Reads them and checks that every name is there and is one. @throws HeapError `bad-container` */
export async function readEdgeNames(
  reader: ContainerReader,
  edges: NamedEdges,
  task: Task,
): Promise<EdgeNameColumns> {
  // Format version 1 has a name for each edge.
  if (reader.has(SECTION.edgeNames)) return readNamesOfEdges(reader, edges, task)
  const lengths = await reader.words(SECTION.sequenceLengths, task)
  const names = await reader.words(SECTION.sequenceNames, task)
  const sequence = await reader.words(SECTION.nameSequences, task)
  const first = starts(lengths)
  if (!first || first.end !== names.length) {
    throw reader.damaged(SECTION.sequenceNames, 'has another number of names than its sequences')
  }
  if (!fit(sequence, lengths, edges.firstEdge)) {
    throw reader.damaged(SECTION.nameSequences, 'gives a node a sequence that does not fit its edges')
  }
  const most = largestString(sequence, first.starts, names, edges)
  checkStrings(most, edges, reader, SECTION.sequenceNames)
  const wide = makeLabels(sequence, first.starts, names, edges)
  return { sequence, tuples: { first: first.starts, blocks: blocksOf(names) }, wide: [wide] }
}

async function readNamesOfEdges(
  reader: ContainerReader,
  edges: NamedEdges,
  task: Task,
): Promise<EdgeNameColumns> {
  const { edgeLink, firstEdge } = edges
  const names = await reader.words(SECTION.edgeNames, task)
  if (names.length !== edgeLink.length) {
    throw reader.damaged(SECTION.edgeNames, `has ${names.length} entries instead of ${edgeLink.length}`)
  }
  let most = 0
  for (let edge = 0; edge < names.length; edge++) {
    if (names[edge]! > most && !edgeHasIndex(linkType(edgeLink[edge]!))) most = names[edge]!
  }
  checkStrings(most, edges, reader, SECTION.edgeNames)
  return namesFromColumn(names, edgeLink, firstEdge)
}

/** Where each sequence begins and the last one ends; null where that is more than there can be. */
function starts(lengths: Uint32Array): { starts: Uint32Array; end: number } | null {
  const first = new Uint32Array(lengths.length)
  let end = 0
  for (let i = 0; i < lengths.length; i++) {
    first[i] = end
    end += lengths[i]!
  }
  return end < 2 ** 32 ? { starts: first, end } : null
}

/** Whether every node has a sequence with a name for each of its edges. */
function fit(sequence: Uint32Array, lengths: Uint32Array, firstEdge: Uint32Array): boolean {
  if (sequence.length !== firstEdge.length - 1) return false
  for (let node = 0; node < sequence.length; node++) {
    if (lengths[sequence[node]!] !== firstEdge[node + 1]! - firstEdge[node]!) return false
  }
  return true
}

/** One buffer as blocks: each begins where its addresses do and has all that follows. */
function blocksOf(labels: Uint32Array): Tuples['blocks'] {
  const count = (labels.length >>> BLOCK_BITS) + 1
  return Array.from({ length: count }, (_, block) => labels.subarray(block * 2 ** BLOCK_BITS))
}

/**
 * The largest of the names that are strings, where that is more than there are strings: else none has to be looked at but
 * in sequences with a larger number. O(nodes + names), and O(edges) where there are many of these.
 */
function largestString(
  sequence: Uint32Array,
  first: Uint32Array,
  names: Uint32Array,
  { firstEdge, edgeLink, strings }: NamedEdges,
): number {
  const isLarge = sequencesWithNamesFrom(strings, first, names)
  let most = 0
  for (let node = 0; node < sequence.length; node++) {
    if (!isLarge.has(sequence[node]!)) continue
    const end = firstEdge[node + 1]!
    for (let edge = firstEdge[node]!, at = first[sequence[node]!]!; edge < end; edge++, at++) {
      if (names[at]! > most && !edgeHasIndex(linkType(edgeLink[edge]!))) most = names[at]!
    }
  }
  return most
}

/** The sequences that have some number of `bound` or more. */
function sequencesWithNamesFrom(bound: number, first: Uint32Array, names: Uint32Array): BitSet {
  const found = new BitSet(first.length)
  for (let i = 0; i < first.length; i++) {
    const end = first[i + 1] ?? names.length
    for (let at = first[i]!; at < end; at++) {
      if (names[at]! >= bound) found.add(i)
    }
  }
  return found
}

/** Turns the names of each sequence into labels, with the types of its first node's edges. Returns what is too wide. */
function makeLabels(
  sequence: Uint32Array,
  first: Uint32Array,
  names: Uint32Array,
  { firstEdge, edgeLink }: NamedEdges,
): number[] {
  const wide = new WideNames()
  const made = new BitSet(first.length)
  for (let node = 0; node < sequence.length; node++) {
    if (made.has(sequence[node]!)) continue
    made.add(sequence[node]!)
    const end = firstEdge[node + 1]!
    for (let edge = firstEdge[node]!, at = first[sequence[node]!]!; edge < end; edge++, at++) {
      names[at] = wide.labelOf(names[at]!, linkType(edgeLink[edge]!))
    }
  }
  return wide.names
}

function checkStrings(most: number, { strings }: NamedEdges, reader: ContainerReader, section: string): void {
  if (most > 0 && most >= strings) throw reader.damaged(section, `has string ${most} of ${strings}`)
}
