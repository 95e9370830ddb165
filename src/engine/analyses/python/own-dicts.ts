import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { EdgeType } from '../../model/kinds.ts'
import { labelName, labelType } from '../../model/labels.ts'
import { linkTarget } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { textTest } from '../../graph/text-test.ts'
import { findNamespaces } from './namespaces.ts'

/** The dictionaries in which attributes stand, or names of modules and classes, each with the object that they belong to. */
export class OwnDicts {
  /** By node: the object plus one; 0 of other nodes. */
  readonly #owner: Uint32Array

  constructor(owner: Uint32Array) {
    this.#owner = owner
  }

  has(dict: number): boolean {
    return this.#owner[dict] !== 0
  }

  get(dict: number): number | undefined {
    return this.has(dict) ? this.#owner[dict]! - 1 : undefined
  }
}

/** O(nodes + names in the distinct sequences of them), once a heap: 4 bytes a node. */
export async function findOwnDicts(snapshot: Snapshot, task: Task): Promise<OwnDicts> {
  const found = known.get(snapshot) ?? (await readOwnDicts(snapshot, task))
  known.set(snapshot, found)
  return found
}

const known = new WeakMap<Snapshot, OwnDicts>()

async function readOwnDicts(snapshot: Snapshot, task: Task): Promise<OwnDicts> {
  const { firstEdge, edgeLink, nodeCount } = snapshot
  const { dictionaries } = await findNamespaces(snapshot, task)
  const placesOf = dictPlaces(snapshot)
  const owner = new Uint32Array(nodeCount)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (firstEdge[node] !== firstEdge[node + 1]) {
        for (const place of placesOf(node)) owner[linkTarget(edgeLink[firstEdge[node]! + place]!)] = node + 1
      }
      // Namespaces of code that runs without a module have no owner but themselves.
      if (owner[node] === 0 && dictionaries.has(node)) owner[node] = node + 1
    }
  })
  return new OwnDicts(owner)
}

/** The places of references called `__dict__` among those of a node, looked for once in each sequence of names. */
function dictPlaces({ edgeNames, strings }: Snapshot): (node: number) => readonly number[] {
  const isDict = textTest(strings, new Set(['__dict__']))
  const places: (readonly number[] | undefined)[] = Array.from({ length: edgeNames.count })
  return (node) => {
    const sequence = edgeNames.sequenceOf(node)
    let found = places[sequence]
    if (!found) {
      const labels = edgeNames.labelsOf(node)
      found = NONE
      for (let place = 0; place < labels.length; place++) {
        const type = labelType(labels[place]!)
        if (type !== EdgeType.internal && type !== EdgeType.property) continue
        if (isDict(labelName(labels[place]!, edgeNames.columns.wide))) found = [...found, place]
      }
      places[sequence] = found
    }
    return found
  }
}

const NONE: readonly number[] = []
