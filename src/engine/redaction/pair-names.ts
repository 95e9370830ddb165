import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { WeakMapPairs } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { labelsOf, type Sequences } from './sequences.ts'
import type { Mask } from './text-rule.ts'

/** `12 / part of key (` name ` @1) -> value (` name ` @2) pair in WeakMap (table @3)` */
const PAIR =
  /^(\d+ \/ part of key \()(.*) @(\d+)\) -> value \((.*) @(\d+)(\) pair in WeakMap \(table @\d+\))$/s

/**
 * What is left of the names of edges that stand for entries of WeakMaps, which have the names of key and value in them.
 * Both edges of an entry keep one name, as `WeakMapPairs` tells them by. O(nodes + edges that stand for entries).
 * @param nameOf what a node is called in the redacted heap
 * @returns by string number
 */
export async function pairNames(
  snapshot: Snapshot,
  sequences: Sequences,
  pairs: WeakMapPairs,
  nameOf: (node: number) => string,
  mask: Mask,
  task: Task,
): Promise<Map<number, string>> {
  const names = new Map<number, string>()
  if (pairs.count === 0) return names
  const ends = new PairEnds(snapshot, sequences, pairs)
  await inSlices(task, sequences.count, (from, to) => ends.look(from, to))
  await inSlices(task, snapshot.nodeCount, (from, to) => ends.scan(from, to))
  const { strings, nodeId } = snapshot
  const name = (string: number): void => {
    const pair = pairs.ofName[string]!
    if (pair === 0) return
    const found = PAIR.exec(strings.text(string))
    // Whatever else it is, it has names in it.
    if (!found) return
    const [, before, key, keyId, value, valueId, after] = found
    const nameFor = (node: number, id: string, text: string): string =>
      node >= 0 && String(nodeId[node]) === id && strings.text(snapshot.nodeName[node]!) === text
        ? nameOf(node)
        : mask(text)
    const keyName = nameFor(ends.key[pair]!, keyId!, key!)
    const valueName = nameFor(ends.value[pair]!, valueId!, value!)
    names.set(string, `${before}${keyName} @${keyId}) -> value (${valueName} @${valueId}${after}`)
  }
  await inSlices(task, pairs.ofName.length, (from, to) => {
    for (let string = from; string < to; string++) name(string)
  })
  return names
}

/** By pair number: the nodes of its key and value, -1 where they are not found. */
class PairEnds {
  readonly key: Int32Array
  readonly value: Int32Array
  readonly #snapshot: Snapshot
  readonly #sequences: Sequences
  readonly #pairs: WeakMapPairs
  readonly #withPairs: BitSet

  constructor(snapshot: Snapshot, sequences: Sequences, pairs: WeakMapPairs) {
    this.#snapshot = snapshot
    this.#sequences = sequences
    this.#pairs = pairs
    this.key = new Int32Array(pairs.count + 1).fill(-1)
    this.value = new Int32Array(pairs.count + 1).fill(-1)
    this.#withPairs = new BitSet(sequences.count)
  }

  /** Notes which sequences of names have a pair among them. */
  look(from: number, to: number): void {
    const { ofName } = this.#pairs
    for (let sequence = from; sequence < to; sequence++) {
      const labels = labelsOf(this.#snapshot, this.#sequences, sequence)
      const has = labels.some(
        (label) => labelType(label) === EdgeType.internal && (ofName[labelName(label, [])] ?? 0) !== 0,
      )
      if (has) this.#withPairs.add(sequence)
    }
  }

  scan(from: number, to: number): void {
    const { firstEdge, edgeLink, edgeNames, nodeId } = this.#snapshot
    for (let node = from; node < to; node++) {
      if (!this.#withPairs.has(edgeNames.sequenceOf(node))) continue
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        if (linkType(edgeLink[edge]!) !== EdgeType.internal) continue
        const pair = this.#pairs.ofName[edgeNames.at(node, edge)] ?? 0
        if (pair === 0) continue
        this.value[pair] = linkTarget(edgeLink[edge]!)
        if (nodeId[node] !== this.#pairs.tableId[pair]) this.key[pair] = node
      }
    }
  }
}
