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
  const { firstEdge, edgeLink, edgeNames, nodeCount, strings } = snapshot
  const { modules, classes, users } = await findOwners(snapshot, task)
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
}

/** What the instances of a class are, as far as it was looked at. */
const Role = { known: 1, module: 2, frame: 4, noClass: 8, class: 16 } as const

/** Modules, classes, and the functions and frames that have globals. */
async function findOwners(snapshot: Snapshot, task: Task) {
  const { nodeCount, nodeType, strings } = snapshot
  const { className } = snapshot.python!
  const modules = new BitSet(nodeCount)
  const classes = new BitSet(nodeCount)
  const users: number[] = []
  const roles = rolesOfClasses(snapshot)
  const hasMro = edgeTest(snapshot, new Set(['__mro__', '__bases__']))
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const type = nodeType[node]
      if (type === NodeType.string || type === NodeType.number) continue
      const name = className[node]!
      let role = roles[name]!
      if ((role & Role.known) === 0) roles[name] = role |= roleOf(strings.text(name))
      if (type === NodeType.closure || (role & Role.frame) !== 0) users.push(node)
      if (type !== NodeType.object) continue
      if ((role & (Role.class | Role.noClass)) === 0)
        roles[name] = role |= hasMro(node) ? Role.class : Role.noClass
      if ((role & Role.module) !== 0) modules.add(node)
      if ((role & Role.class) !== 0) classes.add(node)
    }
  })
  for (const module of modulesOfRoot(snapshot)) modules.add(module)
  return { modules, classes, users }
}

/** By the string that names what objects are instances of: a class of classes, where one of them says that it is a class. */
function rolesOfClasses({ nodeCount, strings, python }: Snapshot): Uint8Array {
  const { className, flags } = python!
  const roles = new Uint8Array(strings.count)
  for (let node = 0; node < nodeCount; node++) {
    if ((flags[node]! & CLASS_FLAGS) !== 0) roles[className[node]!] = Role.class
  }
  return roles
}

function roleOf(className: string): number {
  if (className === 'module') return Role.known | Role.module
  if (className === 'frame') return Role.known | Role.frame
  return className === 'type' ? Role.known | Role.class : Role.known
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
