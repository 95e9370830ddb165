import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import { CLASS_FLAGS } from '../../model/python-heap.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { textTest } from '../../graph/text-test.ts'
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
 * `__dict__`, and those that functions and frames call their globals. O(nodes + edges of these), once a heap.
 */
export async function findNamespaces(snapshot: Snapshot, task: Task): Promise<Namespaces> {
  const found = read.get(snapshot) ?? (await readNamespaces(snapshot, task))
  read.set(snapshot, found)
  return found
}

const read = new WeakMap<Snapshot, Namespaces>()

async function readNamespaces(snapshot: Snapshot, task: Task): Promise<Namespaces> {
  const { firstEdge, edgeLink, edgeNames, nodeCount, nodeType, strings } = snapshot
  const { className } = snapshot.python!
  const modules = await findModules(snapshot, task)
  const classes = await findClasses(snapshot, task)
  const dictionaries = new BitSet(nodeCount)
  const isFrame = textTest(strings, new Set(['frame']))
  const isDict = textTest(strings, new Set(['__dict__']))
  const isGlobals = textTest(strings, new Set(['__globals__', 'f_globals', 'f_builtins', '__builtins__']))
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const hasDict = modules.has(node) || classes.has(node)
      if (!hasDict && nodeType[node] !== NodeType.closure && !isFrame(className[node]!)) continue
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const type = linkType(edgeLink[edge]!)
        if (type === EdgeType.element || type === EdgeType.hidden) continue
        // The dictionary of a function holds its own attributes, not those of a module.
        const isNamed = hasDict ? isDict : isGlobals
        if (isNamed(edgeNames.at(node, edge))) dictionaries.add(linkTarget(edgeLink[edge]!))
      }
    }
  })
  return { modules, classes, dictionaries }
}

async function findModules(snapshot: Snapshot, task: Task): Promise<BitSet> {
  const { firstEdge, edgeLink, nodeCount, nodeType, strings } = snapshot
  const { className } = snapshot.python!
  const found = new BitSet(nodeCount)
  const isModule = textTest(strings, new Set(['module']))
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (nodeType[node] === NodeType.object && isModule(className[node]!)) found.add(node)
    }
  })
  const root = rootChild(snapshot, '(modules)')
  if (root === null) return found
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const target = linkTarget(edgeLink[edge]!)
    if (nodeType[target] === NodeType.object) found.add(target)
  }
  return found
}

async function findClasses(snapshot: Snapshot, task: Task): Promise<BitSet> {
  const { nodeCount, nodeType, strings } = snapshot
  const { className, flags } = snapshot.python!
  const found = new BitSet(nodeCount)
  const hasMro = edgeTest(snapshot, new Set(['__mro__', '__bases__']))
  /** By the string that names what objects are instances of: 0 not looked at, 1 no class, 2 a class of classes. */
  const known = new Uint8Array(strings.count)
  for (let node = 0; node < nodeCount; node++) {
    if ((flags[node]! & CLASS_FLAGS) !== 0) known[className[node]!] = 2
  }
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (nodeType[node] !== NodeType.object) continue
      const name = className[node]!
      if (known[name] === 0) known[name] = strings.text(name) === 'type' || hasMro(node) ? 2 : 1
      if (known[name] === 2) found.add(node)
    }
  })
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
