import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { EdgeType } from '../../../model/kinds.ts'
import { labelName, labelType } from '../../../model/labels.ts'
import { linkTarget } from '../../../model/links.ts'
import { PythonFlag } from '../../../model/python-heap.ts'
import type { Snapshot } from '../../../model/snapshot.ts'
import type { WholeHeap } from '../../heap.ts'

/** Instances of one class of the program that have the same attributes. */
export interface Layout {
  readonly names: readonly string[]
  count: number
}

/** All instances of one class that is written in Python. */
export interface ClassInstances {
  /** The class's node. */
  readonly classNode: number
  /** Ascending. */
  readonly nodes: number[]
  /** By place in `nodes`: the node of its own `__dict__`, or `NO_DICT`. */
  readonly dicts: number[]
  readonly layouts: readonly Layout[]
}

export const NO_DICT = -1

/** Where an instance's references stand, by its sequence of edge names. */
interface Places {
  /** Places among the edges; -1 where there is none. */
  readonly ofClass: number
  readonly ofDict: number
  readonly names: readonly string[]
}

/** Instances of a class while they are found. */
interface Growing extends ClassInstances {
  readonly layouts: Layout[]
  /** By sequence of an instance's names, then by that of its dictionary's, or `NO_DICT`. */
  readonly known: Map<number, Map<number, Layout>>
  /** Those of the instance before: mostly the same. */
  sequence: number
  ofNames: number
  layout: Layout | null
}

/** The instances of classes written in Python, by class, with the names of their attributes. O(nodes). */
export async function instancesByClass(
  { snapshot, shallowSize }: WholeHeap,
  task: Task,
): Promise<readonly ClassInstances[]> {
  const { firstEdge, edgeLink, edgeNames, nodeCount } = snapshot
  const { flags } = snapshot.python!
  const places = placesReader(snapshot)
  const classes = new Map<number, Growing>()
  let last: Growing | undefined
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if ((flags[node]! & PythonFlag.instance) === 0 || shallowSize[node] === 0) continue
      const { ofClass, ofDict, names } = places(node)
      if (ofClass === -1) continue
      const first = firstEdge[node]!
      const classNode = linkTarget(edgeLink[first + ofClass]!)
      const dict = ofDict === -1 ? NO_DICT : linkTarget(edgeLink[first + ofDict]!)
      let found: Growing | undefined = last?.classNode === classNode ? last : classes.get(classNode)
      if (!found) {
        found = newClass(classNode)
        classes.set(classNode, found)
      }
      last = found
      found.nodes.push(node)
      found.dicts.push(dict)
      const sequence = edgeNames.sequenceOf(node)
      const ofNames = dict === NO_DICT ? NO_DICT : edgeNames.sequenceOf(dict)
      if (found.layout === null || found.sequence !== sequence || found.ofNames !== ofNames) {
        found.sequence = sequence
        found.ofNames = ofNames
        found.layout = layoutOf(found, () => (dict === NO_DICT ? names : [...names, ...places(dict).names]))
      }
      found.layout.count++
    }
  })
  return [...classes.values()]
}

function newClass(classNode: number): Growing {
  const layouts = { layouts: [], known: new Map<number, Map<number, Layout>>() }
  return { classNode, nodes: [], dicts: [], ...layouts, sequence: 0, ofNames: 0, layout: null }
}

/** The layout of its sequences, a new one where they are not known. */
function layoutOf({ known, layouts, sequence, ofNames }: Growing, names: () => readonly string[]): Layout {
  const ofDicts = known.get(sequence) ?? new Map<number, Layout>()
  if (ofDicts.size === 0) known.set(sequence, ofDicts)
  const found = ofDicts.get(ofNames)
  if (found) return found
  const added = { names: [...new Set(names())], count: 0 }
  ofDicts.set(ofNames, added)
  layouts.push(added)
  return added
}

function placesReader({ edgeNames, strings }: Snapshot): (node: number) => Places {
  const known: (Places | undefined)[] = Array.from({ length: edgeNames.count })
  const read = (labels: Uint32Array): Places => {
    const names: string[] = []
    let ofClass = -1
    let ofDict = -1
    labels.forEach((label, place) => {
      const type = labelType(label)
      if (type !== EdgeType.property && type !== EdgeType.internal) return
      const text = strings.text(labelName(label, edgeNames.columns.wide))
      if (type === EdgeType.property) names.push(text)
      else if (text === '__class__') ofClass = place
      else if (text === '__dict__') ofDict = place
    })
    return { ofClass, ofDict, names }
  }
  return (node) => (known[edgeNames.sequenceOf(node)] ??= read(edgeNames.labelsOf(node)))
}
