import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { stringsWithText } from '../../graph/same-text.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { Derived } from '../derived.ts'
import { NamedEdges } from '../named-edges.ts'

const FIBER = ['child', 'sibling', 'alternate', 'stateNode', 'return', 'memoizedState'] as const
const [CHILD, SIBLING, ALTERNATE, STATE_NODE] = [0, 1, 2, 3] as const
const ROOT = ['current', 'containerInfo'] as const
const [CURRENT, CONTAINER] = [0, 1] as const
const HANDLE = '_internalRoot'
/** How the object of a class component calls its fiber, since React 17 and before. */
const INSTANCE = ['_reactInternals', '_reactInternalFiber'] as const

/** One tree of components. */
export interface ReactRoot {
  /** React's own record of it. */
  readonly node: number
  /** The element that it is shown in. */
  readonly container: number
  /** What `createRoot` returned, as far as it lives. */
  readonly handle: number | null
  /** Whether nothing is rendered into it: it was unmounted, or not used yet. */
  readonly isEmpty: boolean
  /** Of the tree, with their alternates. */
  readonly fibers: readonly number[]
}

/** The fibers of React in a heap: the records of components and elements. */
export interface ReactFibers {
  readonly roots: readonly ReactRoot[]
  /** Fibers in no tree of a root, ascending: what they are of was unmounted. */
  readonly unmounted: Uint32Array
  /** Objects of class components. */
  readonly instances: ReadonlySet<number>
  /** Where the `stateNode` of a fiber leads: an element, or the object of a class component. */
  readonly stateNode: (fiber: number) => number
}

export const REACT_FIBERS = new Derived<ReactFibers>(({ snapshot }, task) => findFibers(snapshot, task))

/**
 * Finds React's fibers by the names of their fields, which no minifier changes. Those that the current tree of a root leads
 * to, by `child`, `sibling` and `alternate`, are mounted. O(nodes + edges of fibers).
 */
async function findFibers(snapshot: Snapshot, task: Task): Promise<ReactFibers> {
  const texts = [...FIBER, ...ROOT, HANDLE, ...INSTANCE]
  const names = await stringsWithText(snapshot.strings, texts, task)
  // Without React nothing is called so.
  const hasFibers = names.slice(0, FIBER.length).every((spelled) => spelled.size > 0)
  const fiber = new NamedEdges(snapshot, EdgeType.property, names.splice(0, FIBER.length))
  const root = new NamedEdges(snapshot, EdgeType.property, names.splice(0, ROOT.length))
  const handle = new NamedEdges(snapshot, EdgeType.property, names.splice(0, 1))
  const instance = new NamedEdges(snapshot, EdgeType.property, [
    new Set(names.flatMap((spelled) => [...spelled])),
  ])
  const fibers: number[] = []
  const roots: number[] = []
  const handles = new Map<number, number>()
  const instances = new Set<number>()
  await inSlices(task, hasFibers ? snapshot.nodeCount : 0, (from, to) => {
    for (let node = from; node < to; node++) {
      if (snapshot.nodeType[node] !== NodeType.object) continue
      if (fiber.hasAll(node)) fibers.push(node)
      else if (root.hasAll(node) && fiber.hasAll(root.at(node, CURRENT))) roots.push(node)
      else if (handle.hasAll(node)) handles.set(handle.at(node, 0), node)
      else if (instance.hasAll(node)) instances.add(node)
    }
  })
  const mounted = new BitSet(snapshot.nodeCount)
  const trees = roots.map((node) => ({
    node,
    container: root.at(node, CONTAINER),
    handle: handles.get(node) ?? null,
    isEmpty: !fiber.hasAll(fiber.at(root.at(node, CURRENT), CHILD)),
    fibers: treeOf(fiber, root.at(node, CURRENT), mounted),
  }))
  return {
    roots: trees,
    // Without a root nothing tells what is mounted.
    unmounted: Uint32Array.from(roots.length === 0 ? [] : fibers.filter((node) => !mounted.has(node))),
    instances,
    stateNode: (node) => fiber.at(node, STATE_NODE),
  }
}

/** The fibers that a first one leads to, which are marked. */
function treeOf(fiber: NamedEdges, first: number, mounted: BitSet): number[] {
  const tree: number[] = []
  const stack = [first]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!fiber.hasAll(node) || mounted.has(node)) continue
    mounted.add(node)
    tree.push(node)
    stack.push(fiber.at(node, CHILD), fiber.at(node, SIBLING), fiber.at(node, ALTERNATE))
  }
  return tree
}
