import { BitSet } from '../../base/bit-set.ts'
import { NumberList } from '../../base/number-list.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import { CLASS_FLAGS } from '../../model/python-heap.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { textTest } from '../../graph/text-test.ts'
import { Derived } from '../derived.ts'
import type { CompleteHeap } from '../heap.ts'
import { NODES_BY_CLASS } from '../nodes-by-class.ts'
import { CLASS_TRAITS, hasType } from './class-traits.ts'
import { rootChild } from './root-children.ts'

/** The modules and the classes of a heap of CPython, and the dictionaries in which their names stand. */
export interface Namespaces {
  readonly modules: BitSet
  readonly classes: BitSet
  readonly dictionaries: BitSet
}

/**
 * Finds modules and classes by what they are instances of: `module`, `type`, and whatever else is the class of an object
 * that says of itself that it is a class, or that has bases; and modules by their place too. Their dictionaries are those that they call
 * `__dict__`, and those that functions and frames call their globals. O(references of these), once nodes are known by class.
 */
export const NAMESPACES = new Derived<Namespaces>(async (heap, task) => {
  const { firstEdge, edgeLink, edgeNames, nodeCount, strings } = heap.snapshot
  const { modules, classes, users } = await findOwners(heap, task)
  const dictionaries = new BitSet(nodeCount)
  const isDict = textTest(strings, new Set(['__dict__']))
  const isGlobals = textTest(strings, new Set(['__globals__', 'f_globals', 'f_builtins', '__builtins__']))
  const addNamed = (node: number, isNamed: (name: number) => boolean): void => {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const type = linkType(edgeLink[edge]!)
      if (type === EdgeType.element || type === EdgeType.hidden) continue
      if (isNamed(edgeNames.at(node, edge))) dictionaries.add(linkTarget(edgeLink[edge]!))
    }
  }
  modules.forEach((node) => addNamed(node, isDict))
  classes.forEach((node) => addNamed(node, isDict))
  await inSlices(task, users.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = users[i]!
      // The dictionary of a function holds its own attributes, not those of a module.
      if (!modules.has(node) && !classes.has(node)) addNamed(node, isGlobals)
    }
  })
  return { modules, classes, dictionaries }
})

/** Modules, classes, and the functions and frames that have globals. */
async function findOwners(heap: CompleteHeap, task: Task) {
  const { snapshot, table } = heap
  const { nodeCount, nodeType } = snapshot
  const traits = await CLASS_TRAITS.of(heap, task)
  const byClass = await NODES_BY_CLASS.of(heap, task)
  const modules = new BitSet(nodeCount)
  const classes = new BitSet(nodeCount)
  const users = new NumberList()
  const hasMro = edgeTest(snapshot, new Set(['__mro__', '__bases__']))
  for (const [index, { name }] of table.classes.entries()) {
    const nodes = byClass.of(index)
    if (hasType(traits, index, NodeType.object)) {
      const sayClass = name === 'type' || (traits.flags[index]! & CLASS_FLAGS) !== 0
      const isObject = (node: number): boolean => nodeType[node] === NodeType.object
      if (name === 'module') addAll(modules, nodes.filter(isObject))
      if (sayClass || hasMro(nodes.find(isObject)!)) addAll(classes, nodes.filter(isObject))
    }
    if (name !== 'frame' && !hasType(traits, index, NodeType.closure)) continue
    for (const node of nodes) if (name === 'frame' || nodeType[node] === NodeType.closure) users.push(node)
  }
  for (const module of modulesOfRoot(snapshot)) modules.add(module)
  return { modules, classes, users: users.finish() }
}

function addAll(set: BitSet, nodes: Uint32Array): void {
  for (const node of nodes) set.add(node)
}

function modulesOfRoot(snapshot: Snapshot): number[] {
  const { firstEdge, edgeLink, nodeType } = snapshot
  const root = rootChild(snapshot, '(modules)')
  const found: number[] = []
  if (root === null) return found
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const target = linkTarget(edgeLink[edge]!)
    if (nodeType[target] === NodeType.object) found.push(target)
  }
  return found
}

/** Whether a node has an edge of one of these names. */
function edgeTest({ firstEdge, edgeLink, edgeNames, strings }: Snapshot, names: ReadonlySet<string>) {
  const isNamed = textTest(strings, names)
  return (node: number): boolean => {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const type = linkType(edgeLink[edge]!)
      if (type !== EdgeType.element && type !== EdgeType.hidden && isNamed(edgeNames.at(node, edge)))
        return true
    }
    return false
  }
}
