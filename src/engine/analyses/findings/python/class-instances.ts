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
  readonly layouts: Map<string, Layout>
}

export const NO_DICT = -1

/** Where an instance's references stand, by its sequence of edge names. */
interface Places {
  /** Places among the edges; -1 where there is none. */
  readonly ofClass: number
  readonly ofDict: number
  readonly names: readonly string[]
}

/** The instances of classes written in Python, by class, with the names of their attributes. O(nodes). */
export async function instancesByClass(
  { snapshot, shallowSize }: WholeHeap,
  task: Task,
): Promise<readonly ClassInstances[]> {
  const { firstEdge, edgeLink, edgeNames, nodeCount } = snapshot
  const { flags } = snapshot.python!
  const places = placesReader(snapshot)
  const classes = new Map<number, ClassInstances>()
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if ((flags[node]! & PythonFlag.instance) === 0 || shallowSize[node] === 0) continue
      const { ofClass, ofDict, names } = places(node)
      if (ofClass === -1) continue
      const targetOf = (place: number) => linkTarget(edgeLink[firstEdge[node]! + place]!)
      const classNode = targetOf(ofClass)
      const dict = ofDict === -1 ? NO_DICT : targetOf(ofDict)
      let found = classes.get(classNode)
      if (!found) classes.set(classNode, (found = { classNode, nodes: [], dicts: [], layouts: new Map() }))
      found.nodes.push(node)
      found.dicts.push(dict)
      const key = `${edgeNames.sequenceOf(node)} ${dict === NO_DICT ? '' : edgeNames.sequenceOf(dict)}`
      const layout = found.layouts.get(key)
      if (layout) layout.count++
      else {
        const all = dict === NO_DICT ? names : [...names, ...places(dict).names]
        found.layouts.set(key, { names: [...new Set(all)], count: 1 })
      }
    }
  })
  return [...classes.values()]
}

function placesReader({ edgeNames, strings }: Snapshot): (node: number) => Places {
  const known = new Map<number, Places>()
  return (node) => {
    const sequence = edgeNames.sequenceOf(node)
    let places = known.get(sequence)
    if (!places) {
      const names: string[] = []
      let ofClass = -1
      let ofDict = -1
      edgeNames.labelsOf(node).forEach((label, place) => {
        const type = labelType(label)
        if (type !== EdgeType.property && type !== EdgeType.internal) return
        const text = strings.text(labelName(label, edgeNames.columns.wide))
        if (type === EdgeType.property) names.push(text)
        else if (text === '__class__') ofClass = place
        else if (text === '__dict__') ofDict = place
      })
      places = { ofClass, ofDict, names }
      known.set(sequence, places)
    }
    return places
  }
}
