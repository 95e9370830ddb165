import { NumberList } from '../../../base/number-list.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { EdgeType } from '../../../model/kinds.ts'
import { labelName, labelType } from '../../../model/labels.ts'
import { linkTarget } from '../../../model/links.ts'
import { PythonFlag } from '../../../model/python-heap.ts'
import type { Snapshot } from '../../../model/snapshot.ts'
import { Derived } from '../../derived.ts'
import type { CompleteHeap } from '../../heap.ts'
import { NODES_BY_CLASS } from '../../nodes-by-class.ts'
import { CLASS_TRAITS } from '../../python/class-traits.ts'

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
  readonly nodes: Uint32Array
  /** By place in `nodes`: the node of its own `__dict__`, or `NO_DICT`. */
  readonly dicts: Uint32Array
  readonly layouts: readonly Layout[]
}

export const NO_DICT = 0xffff_ffff

/** Where an instance's references stand, by its sequence of edge names. */
interface Places {
  /** Places among the edges; -1 where there is none. */
  readonly ofClass: number
  readonly ofDict: number
  readonly names: readonly string[]
}

/** Instances of a class while they are found. */
interface Growing {
  readonly classNode: number
  readonly nodes: NumberList
  readonly dicts: NumberList
  readonly layouts: Layout[]
  /** By sequence of an instance's names, then by that of its dictionary's, or `NO_DICT`. */
  readonly known: Map<number, Map<number, Layout>>
  /** Those of the instance before: mostly the same. */
  sequence: number
  ofNames: number
  layout: Layout | null
}

/**
 * The instances of classes written in Python, by class, with the names of their attributes; the class of the first instance
 * first. O(instances), once a heap.
 */
export const INSTANCES_BY_CLASS = new Derived<readonly ClassInstances[]>(async (heap, task) => {
  const { flags } = await CLASS_TRAITS.of(heap, task)
  const byClass = await NODES_BY_CLASS.of(heap, task)
  const sorter = new InstanceSorter(heap)
  for (const index of heap.table.classes.keys()) {
    if ((flags[index]! & PythonFlag.instance) === 0) continue
    const nodes = byClass.of(index)
    await inSlices(task, nodes.length, (from, to) => sorter.take(nodes, from, to))
  }
  return sorter.finish()
})

class InstanceSorter {
  readonly #heap: CompleteHeap
  readonly #places: (node: number) => Places
  readonly #classes = new Map<number, Growing>()
  #last: Growing | null = null

  constructor(heap: CompleteHeap) {
    this.#heap = heap
    this.#places = placesReader(heap.snapshot)
  }

  /** @param nodes of one name of a class; different classes may have it */
  take(nodes: Uint32Array, from: number, to: number): void {
    const { snapshot, shallowSize } = this.#heap
    const { firstEdge, edgeLink } = snapshot
    const { flags } = snapshot.python!
    for (let i = from; i < to; i++) {
      const node = nodes[i]!
      if ((flags[node]! & PythonFlag.instance) === 0 || shallowSize[node] === 0) continue
      const { ofClass, ofDict, names } = this.#places(node)
      if (ofClass === -1) continue
      const first = firstEdge[node]!
      const instances = this.#instancesOf(linkTarget(edgeLink[first + ofClass]!))
      const dict = ofDict === -1 ? NO_DICT : linkTarget(edgeLink[first + ofDict]!)
      instances.nodes.push(node)
      instances.dicts.push(dict)
      this.#countLayout(instances, node, dict, names)
    }
  }

  finish(): ClassInstances[] {
    return [...this.#classes.values()]
      .map(({ classNode, nodes, dicts, layouts }) => ({
        classNode,
        nodes: nodes.finish(),
        dicts: dicts.finish(),
        layouts,
      }))
      .sort((a, b) => a.nodes[0]! - b.nodes[0]!)
  }

  #instancesOf(classNode: number): Growing {
    if (this.#last?.classNode === classNode) return this.#last
    let found = this.#classes.get(classNode)
    if (!found) {
      found = newClass(classNode)
      this.#classes.set(classNode, found)
    }
    this.#last = found
    return found
  }

  #countLayout(instances: Growing, node: number, dict: number, names: readonly string[]): void {
    const { edgeNames } = this.#heap.snapshot
    const sequence = edgeNames.sequenceOf(node)
    const ofNames = dict === NO_DICT ? NO_DICT : edgeNames.sequenceOf(dict)
    if (instances.layout === null || instances.sequence !== sequence || instances.ofNames !== ofNames) {
      instances.sequence = sequence
      instances.ofNames = ofNames
      const all = () => (dict === NO_DICT ? names : [...names, ...this.#places(dict).names])
      instances.layout = layoutOf(instances, all)
    }
    instances.layout.count++
  }
}

function newClass(classNode: number): Growing {
  return {
    classNode,
    nodes: new NumberList(),
    dicts: new NumberList(),
    layouts: [],
    known: new Map<number, Map<number, Layout>>(),
    sequence: 0,
    ofNames: 0,
    layout: null,
  }
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
