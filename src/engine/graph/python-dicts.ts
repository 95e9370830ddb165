import { BitSet } from '../base/bit-set.ts'
import { EdgeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
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

/**
 * The dicts of a Python heap that are namespaces: their keys are names of the program. O(nodes + edges of what has such
 * a dict), once a heap.
 */
export function namespacesOf(snapshot: Snapshot): BitSet {
  let found = read.get(snapshot)
  if (!found) {
    found = findNamespaces(snapshot)
    read.set(snapshot, found)
  }
  return found
}

const read = new WeakMap<Snapshot, BitSet>()

function findNamespaces({ nodeCount, firstEdge, edgeLink, edgeNames, strings }: Snapshot): BitSet {
  const namespaces = new BitSet(nodeCount)
  const isNamespace = textTest(strings, NAMESPACE_EDGES)
  /** By sequence of names: the places of such references in it, where there are any. */
  const places = new Map<number, readonly number[]>()
  /** By sequence: 0 where it was not looked at, 1 where there are none, 2 where there are. */
  const known = new Uint8Array(edgeNames.count)
  const placesIn = (labels: Uint32Array): readonly number[] => {
    const found: number[] = []
    for (let place = 0; place < labels.length; place++) {
      const label = labels[place]!
      if (labelType(label) !== EdgeType.internal) continue
      if (isNamespace(labelName(label, edgeNames.columns.wide))) found.push(place)
    }
    return found
  }
  for (let node = 0; node < nodeCount; node++) {
    if (firstEdge[node] === firstEdge[node + 1]) continue
    const sequence = edgeNames.sequenceOf(node)
    if (known[sequence] === 0) {
      const found = placesIn(edgeNames.labelsOf(node))
      known[sequence] = found.length === 0 ? 1 : 2
      if (found.length > 0) places.set(sequence, found)
    }
    if (known[sequence] === 1) continue
    for (const place of places.get(sequence)!) namespaces.add(linkTarget(edgeLink[firstEdge[node]! + place]!))
  }
  return namespaces
}
