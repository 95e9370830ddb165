import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { TupleTable } from '../base/tuple-table.ts'
import { keepsAlive } from '../graph/essential-edges.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { Retainers } from '../model/graph.ts'
import { edgeHasIndex, EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { StringTable } from '../model/string-table.ts'
import type { HolderRow } from '../model/string-rows.ts'
import type { CompleteHeap } from './heap.ts'
import { nodeRow } from './node-row.ts'

const DIGITS = /^\d+$/
/** What stands for all indexes of edges of a type. */
const INDEXED: Readonly<Record<number, string>> = {
  [EdgeType.element]: '[]',
  [EdgeType.hidden]: '(internal)',
}

/**
 * What holds a set of nodes over edges that keep them alive, by class and name of edge, the most references first.
 * An array's backing store is left out where the array itself has an edge for each element.
 * O(edges into the set + edges out of the nodes they start at).
 * @param nodes ascending
 */
export async function holdersOf(
  heap: CompleteHeap,
  retainers: Retainers,
  nodes: Uint32Array,
  task: Task,
): Promise<HolderRow[]> {
  const { snapshot, table } = heap
  const { essential } = heap.ready.graph
  const wanted = new BitSet(snapshot.nodeCount)
  for (const node of nodes) wanted.add(node)
  const sources = sourcesInto(retainers, nodes)
  const counter = new HolderCounter(snapshot.strings)
  await inSlices(task, sources.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const source = sources[i]!
      if (isElementStore(snapshot, source)) continue
      const end = snapshot.firstEdge[source + 1]!
      for (let edge = snapshot.firstEdge[source]!; edge < end; edge++) {
        const link = snapshot.edgeLink[edge]!
        if (!wanted.has(linkTarget(link)) || !keepsAlive(snapshot, essential, source, edge)) continue
        counter.add(table.classOf[source]!, linkType(link), snapshot.edgeNames.at(source, edge), source)
      }
    }
  })
  return holderRows(heap, counter)
}

/** The distinct nodes that edges which keep some of these alive start at, ascending. */
function sourcesInto({ first, source }: Retainers, nodes: Uint32Array): Uint32Array {
  let count = 0
  for (const node of nodes) count += first[node + 1]! - first[node]!
  const found = new Uint32Array(count)
  let at = 0
  for (const node of nodes) {
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      if ((source[i]! & 1) === 1) found[at++] = source[i]! >>> 1
    }
  }
  const sorted = found.subarray(0, at).sort()
  let kept = 0
  for (let i = 0; i < at; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i]!
  return sorted.subarray(0, kept)
}

/** Whether a node is the backing store of an array or object, whose owner has edges of its own to what is in it. */
function isElementStore({ nodeType, nodeName, strings }: Snapshot, node: number): boolean {
  if (nodeType[node] !== NodeType.array && nodeType[node] !== NodeType.code) return false
  const name = strings.text(nodeName[node]!)
  return name === '(object elements)' || name === '(object properties)'
}

/** Counts by class, type and generic name of the edge. */
class HolderCounter {
  readonly names: string[] = []
  readonly keys = new TupleTable()
  readonly references: number[] = []
  readonly holders: number[] = []
  readonly example: number[] = []
  readonly #strings: StringTable
  readonly #last: number[] = []
  readonly #key = new Uint32Array(3)
  readonly #byText = new Map<string, number>()
  readonly #byString = new Map<number, number>()

  constructor(strings: StringTable) {
    this.#strings = strings
  }

  /** Wants sources in ascending order. @param name as `EdgeNames.at` gives it */
  add(classIndex: number, type: number, name: number, source: number): void {
    this.#key[0] = classIndex
    this.#key[1] = type
    this.#key[2] = edgeHasIndex(type) ? this.#numberOf(INDEXED[type]!) : this.#genericName(name, type)
    const at = this.keys.intern(this.#key, 3)
    if (at === this.references.length) {
      this.references.push(0)
      this.holders.push(0)
      this.example.push(source)
      this.#last.push(-1)
    }
    this.references[at]!++
    if (this.#last[at] === source) return
    this.#last[at] = source
    this.holders[at]!++
  }

  /** What is numbered in internal edges is an entry of a table. */
  #genericName(string: number, type: number): number {
    const key = string * 16 + type
    let number = this.#byString.get(key)
    if (number === undefined) {
      const text = this.#strings.text(string)
      number = this.#numberOf(type === EdgeType.internal && DIGITS.test(text) ? '(entry)' : text)
      this.#byString.set(key, number)
    }
    return number
  }

  #numberOf(text: string): number {
    let number = this.#byText.get(text)
    if (number === undefined) {
      number = this.names.push(text) - 1
      this.#byText.set(text, number)
    }
    return number
  }
}

function holderRows(heap: CompleteHeap, counter: HolderCounter): HolderRow[] {
  const { snapshot, table } = heap
  const order = [...counter.references.keys()].sort((a, b) => counter.references[b]! - counter.references[a]!)
  return order.map((at) => {
    const [classIndex, type, name] = counter.keys.items(at)
    return {
      className: table.classes[classIndex!]!.name,
      edge: counter.names[name!]!,
      edgeType: snapshot.edgeTypeNames[type!]!,
      references: counter.references[at]!,
      holders: counter.holders[at]!,
      example: nodeRow(heap, counter.example[at]!),
    }
  })
}
