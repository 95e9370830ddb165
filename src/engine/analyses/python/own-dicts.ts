import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import type { EdgeNames } from '../../model/edge-names.ts'
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
  const { firstEdge, edgeLink, edgeNames, nodeCount, strings } = snapshot
  const { dictionaries } = await findNamespaces(snapshot, task)
  const isDict = textTest(strings, new Set(['__dict__']))
  /** By sequence of names: the places of references called `__dict__`, where there are any. */
  const placesOf = new Map<number, readonly number[]>()
  /** By sequence: 0 where it was not looked at, 1 where there are none, 2 where there are. */
  const looked = new Uint8Array(edgeNames.count)
  const look = (node: number, sequence: number): void => {
    const places = dictPlaces(edgeNames, node, isDict)
    looked[sequence] = places.length === 0 ? 1 : 2
    if (places.length > 0) placesOf.set(sequence, places)
  }
  const owner = new Uint32Array(nodeCount)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const first = firstEdge[node]!
      if (first === firstEdge[node + 1]) continue
      const sequence = edgeNames.sequenceOf(node)
      if (looked[sequence] === 0) look(node, sequence)
      if (looked[sequence] === 1) continue
      for (const place of placesOf.get(sequence)!) owner[linkTarget(edgeLink[first + place]!)] = node + 1
    }
  })
  // Namespaces of code that runs without a module have no owner but themselves.
  dictionaries.forEach((dict) => {
    if (owner[dict] === 0) owner[dict] = dict + 1
  })
  return new OwnDicts(owner)
}

function dictPlaces(edgeNames: EdgeNames, node: number, isDict: (name: number) => boolean): number[] {
  const found: number[] = []
  const labels = edgeNames.labelsOf(node)
  for (let place = 0; place < labels.length; place++) {
    const type = labelType(labels[place]!)
    if (type !== EdgeType.internal && type !== EdgeType.property) continue
    if (isDict(labelName(labels[place]!, edgeNames.columns.wide))) found.push(place)
  }
  return found
}
