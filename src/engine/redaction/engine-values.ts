import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { stringsWithText } from '../graph/same-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** References by which the engine says of its own records what they are and where in a script they belong. */
const NUMBERS = [
  'start_position',
  'end_position',
  'function_literal_id',
  'scope_id',
  'scope_type',
  'builtin_id',
  'instance_type',
  'instance_size',
  'visitor_id',
  'elements_kind',
  'enum_length',
  'number_of_own_descriptors',
  'context_local_count',
  'parameter_count',
]
const TEXTS = ['instance_type_name', 'visitor_name', 'elements_kind_name', 'scope_type_name', 'builtin_name']
const VALUE = 'value'

/**
 * The nodes of texts and numbers that nothing but the engine's own records refer to, over references that only say what
 * a record is: a function's place in its script, the kind of a scope. All other texts and numbers are values.
 * O(nodes), and O(edges) where there are any.
 */
export async function engineValues(snapshot: Snapshot, task: Task): Promise<BitSet> {
  const { nodeCount, python } = snapshot
  if (python) return new BitSet(nodeCount)
  const names = [...NUMBERS, ...TEXTS, VALUE]
  const found = await stringsWithText(snapshot.strings, names, task)
  const numberNames = union(found.slice(0, NUMBERS.length))
  const textNames = union(found.slice(NUMBERS.length, -1))
  const finder = new EngineValueFinder(snapshot, numberNames, textNames, found.at(-1)!)
  if (numberNames.size === 0 && textNames.size === 0) return finder.values
  await inSlices(task, nodeCount, (from, to) => finder.noteRecords(from, to))
  if (finder.isEmpty) return finder.values
  await inSlices(task, nodeCount, (from, to) => finder.countReferences(from, to))
  finder.takeNumbers()
  await inSlices(task, nodeCount, (from, to) => finder.countDigits(from, to))
  finder.takeDigits()
  return finder.values
}

class EngineValueFinder {
  readonly values: BitSet
  readonly #snapshot: Snapshot
  readonly #numberNames: ReadonlySet<number>
  readonly #textNames: ReadonlySet<number>
  readonly #valueNames: ReadonlySet<number>
  /** By node that may be one: references that are the engine's, minus all there are. */
  readonly #balance: Balance
  /** The same by text that holds the digits of a number that is one. */
  readonly #digits: Balance

  constructor(
    snapshot: Snapshot,
    numberNames: ReadonlySet<number>,
    textNames: ReadonlySet<number>,
    valueNames: ReadonlySet<number>,
  ) {
    this.values = new BitSet(snapshot.nodeCount)
    this.#snapshot = snapshot
    this.#numberNames = numberNames
    this.#textNames = textNames
    this.#valueNames = valueNames
    this.#balance = new Balance(snapshot)
    this.#digits = new Balance(snapshot)
  }

  get isEmpty(): boolean {
    return this.#balance.by.size === 0
  }

  noteRecords(from: number, to: number): void {
    const { nodeType, firstEdge, edgeLink, edgeNames } = this.#snapshot
    for (let node = from; node < to; node++) {
      if (!RECORDS.has(nodeType[node]!)) continue
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        if (linkType(edgeLink[edge]!) !== EdgeType.internal) continue
        const target = linkTarget(edgeLink[edge]!)
        const type = nodeType[target]
        const wanted =
          type === NodeType.number ? this.#numberNames : type === NodeType.string ? this.#textNames : null
        if (wanted?.has(edgeNames.at(node, edge))) this.#balance.add(target)
      }
    }
  }

  countReferences(from: number, to: number): void {
    this.#balance.takeAll(from, to)
  }

  countDigits(from: number, to: number): void {
    this.#digits.takeAll(from, to)
  }

  /** Numbers have their digits in a text of their own, which must belong to nothing else either. */
  takeNumbers(): void {
    const { nodeType, firstEdge, edgeLink, edgeNames } = this.#snapshot
    for (const [node, balance] of this.#balance.by) {
      if (balance !== 0) continue
      this.values.add(node)
      if (nodeType[node] !== NodeType.number) continue
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const isInternal = linkType(edgeLink[edge]!) === EdgeType.internal
        if (isInternal && this.#valueNames.has(edgeNames.at(node, edge)))
          this.#digits.add(linkTarget(edgeLink[edge]!))
      }
    }
  }

  takeDigits(): void {
    for (const [node, balance] of this.#digits.by) if (balance === 0) this.values.add(node)
  }
}

/** By node: references of one kind, minus all there are. */
class Balance {
  readonly by = new Map<number, number>()
  readonly #snapshot: Snapshot
  readonly #wanted: BitSet

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.#wanted = new BitSet(snapshot.nodeCount)
  }

  add(node: number): void {
    this.#wanted.add(node)
    this.by.set(node, (this.by.get(node) ?? 0) + 1)
  }

  /** Takes off all references that start at nodes `from` to `to`. */
  takeAll(from: number, to: number): void {
    const { firstEdge, edgeLink } = this.#snapshot
    for (let edge = firstEdge[from]!, end = firstEdge[to]!; edge < end; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (this.#wanted.has(target)) this.by.set(target, this.by.get(target)! - 1)
    }
  }
}

const RECORDS: ReadonlySet<number> = new Set([
  NodeType.code,
  NodeType.objectShape,
  NodeType.native,
  NodeType.hidden,
])

function union(sets: readonly ReadonlySet<number>[]): Set<number> {
  return new Set(sets.flatMap((set) => [...set]))
}
