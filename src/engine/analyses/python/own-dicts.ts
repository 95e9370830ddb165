import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { EdgeType } from '../../model/kinds.ts'
import { labelName, labelType } from '../../model/labels.ts'
import { linkTarget } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { textTest } from '../text-test.ts'
import { findNamespaces } from './namespaces.ts'

/**
 * The dictionaries in which attributes stand, or names of modules and classes, each with the object that they belong to.
 * O(nodes + names in the distinct sequences of them), once a heap.
 */
export async function findOwnDicts(snapshot: Snapshot, task: Task): Promise<ReadonlyMap<number, number>> {
  const found = known.get(snapshot) ?? (await readOwnDicts(snapshot, task))
  known.set(snapshot, found)
  return found
}

const known = new WeakMap<Snapshot, ReadonlyMap<number, number>>()

async function readOwnDicts(snapshot: Snapshot, task: Task): Promise<ReadonlyMap<number, number>> {
  const { firstEdge, edgeLink, nodeCount } = snapshot
  const { dictionaries } = await findNamespaces(snapshot, task)
  const placesOf = dictPlaces(snapshot)
  const owners = new Map<number, number>()
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (firstEdge[node] !== firstEdge[node + 1]) {
        for (const place of placesOf(node)) owners.set(linkTarget(edgeLink[firstEdge[node]! + place]!), node)
      }
      // Namespaces of code that runs without a module have no owner but themselves.
      if (dictionaries.has(node) && !owners.has(node)) owners.set(node, node)
    }
  })
  return owners
}

/** The places of references called `__dict__` among those of a node, looked for once in each sequence of names. */
function dictPlaces({ edgeNames, strings }: Snapshot): (node: number) => readonly number[] {
  const isDict = textTest(strings, new Set(['__dict__']))
  const places: (readonly number[] | undefined)[] = Array.from({ length: edgeNames.count })
  return (node) => {
    const sequence = edgeNames.sequenceOf(node)
    let found = places[sequence]
    if (!found) {
      found = NONE
      edgeNames.labelsOf(node).forEach((label, place) => {
        const type = labelType(label)
        if (type !== EdgeType.internal && type !== EdgeType.property) return
        if (isDict(labelName(label, edgeNames.columns.wide))) found = [...found!, place]
      })
      places[sequence] = found
    }
    return found
  }
}

const NONE: readonly number[] = []
