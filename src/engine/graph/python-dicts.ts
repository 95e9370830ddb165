import { BitSet } from '../base/bit-set.ts'
import { NumberList } from '../base/number-list.ts'
import type { Task } from '../base/task.ts'
import { EdgeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { inSlices } from './in-slices.ts'
import { textTest } from './text-test.ts'

/** Classes of the language whose items are found by key. */
export const DICT_CLASSES: ReadonlySet<string> = new Set([
  'dict',
  'mappingproxy',
  'collections.OrderedDict',
  'collections.defaultdict',
  'collections.Counter',
])

/** References to dicts that hold the names of a module, a class or an instance rather than data by key. */
const NAMESPACE_EDGES: ReadonlySet<string> = new Set(['__dict__', '__globals__', '__builtins__'])

/** One of the references of nodes that all call theirs alike. */
export interface DictReference {
  /** Among the references of the node. */
  readonly place: number
  /** Of `EdgeType`: internal or property. */
  readonly type: number
  readonly name: string
}

/** What has references called as those to namespaces are. */
export interface DictHolders {
  /** Ascending. */
  readonly nodes: Uint32Array
  /** Those references of one of the nodes. */
  of(node: number): readonly DictReference[]
}

/**
 * The dicts of a Python heap that are namespaces: their keys are names of the program. O(nodes + names in the distinct
 * sequences of them), once a heap.
 */
export function namespacesOf(snapshot: Snapshot): BitSet {
  let found = namespaces.get(snapshot)
  if (!found) {
    found = namespacesAmong(snapshot, dictHolders(snapshot))
    namespaces.set(snapshot, found)
  }
  return found
}

const namespaces = new WeakMap<Snapshot, BitSet>()

function namespacesAmong({ nodeCount, firstEdge, edgeLink }: Snapshot, holders: DictHolders): BitSet {
  const found = new BitSet(nodeCount)
  for (const node of holders.nodes) {
    for (const { place, type } of holders.of(node))
      if (type === EdgeType.internal) found.add(linkTarget(edgeLink[firstEdge[node]! + place]!))
  }
  return found
}

/** The same as `findDictHolders`, without a pause. */
function dictHolders(snapshot: Snapshot): DictHolders {
  const known = holdersOf.get(snapshot)
  if (known) return known
  const finder = new HolderFinder(snapshot)
  finder.look(0, snapshot.nodeCount)
  return finder.finish()
}

/** Finds what has references called as those to namespaces are. O(nodes + names in their sequences), once a heap. */
export async function findDictHolders(snapshot: Snapshot, task: Task): Promise<DictHolders> {
  const known = holdersOf.get(snapshot)
  if (known) return known
  const finder = new HolderFinder(snapshot)
  await inSlices(task, snapshot.nodeCount, (from, to) => finder.look(from, to))
  return finder.finish()
}

const holdersOf = new WeakMap<Snapshot, DictHolders>()

/** Looks at names once for each sequence of them. */
class HolderFinder {
  readonly #snapshot: Snapshot
  readonly #isNamespace: (name: number) => boolean
  readonly #nodes = new NumberList()
  readonly #references = new Map<number, readonly DictReference[]>()
  /** By sequence: whether there are such references. */
  readonly #verdict: Uint8Array

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.#isNamespace = textTest(snapshot.strings, NAMESPACE_EDGES)
    this.#verdict = new Uint8Array(snapshot.edgeNames.count)
  }

  look(from: number, to: number): void {
    const { edgeNames } = this.#snapshot
    const { sequence } = edgeNames.columns
    for (let node = from; node < to; node++) {
      const number = sequence[node]!
      let verdict = this.#verdict[number]!
      if (verdict === UNREAD) this.#verdict[number] = verdict = this.#read(node, number)
      if (verdict === SOME) this.#nodes.push(node)
    }
  }

  finish(): DictHolders {
    const { edgeNames } = this.#snapshot
    const of = (node: number) => this.#references.get(edgeNames.sequenceOf(node))!
    const found = { nodes: this.#nodes.finish(), of }
    holdersOf.set(this.#snapshot, found)
    return found
  }

  #read(node: number, sequence: number): number {
    const { edgeNames, strings } = this.#snapshot
    const { wide } = edgeNames.columns
    const labels = edgeNames.labelsOf(node)
    const found: DictReference[] = []
    for (let place = 0; place < labels.length; place++) {
      const type = labelType(labels[place]!)
      if (type !== EdgeType.internal && type !== EdgeType.property) continue
      const name = labelName(labels[place]!, wide)
      if (this.#isNamespace(name)) found.push({ place, type, name: strings.text(name) })
    }
    if (found.length === 0) return NONE
    this.#references.set(sequence, found)
    return SOME
  }
}

const UNREAD = 0
const NONE = 1
const SOME = 2
