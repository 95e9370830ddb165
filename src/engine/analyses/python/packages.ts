import type { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { retainedByGroup } from '../class-sizes.ts'
import { Derived } from '../derived.ts'
import type { CompleteHeap } from '../heap.ts'
import { edgeLabel } from '../names.ts'
import { notReady } from '../node-row.ts'
import { lostOfSet } from '../retained-of-set.ts'
import { textTest } from '../../graph/text-test.ts'
import { type Namespaces, NAMESPACES } from './namespaces.ts'
import { rootChild } from './root-children.ts'
import { standardLibrary, targetNamed } from './standard-library.ts'

const STANDARD_LIBRARY = 'Standard library'

interface Sums {
  readonly objects: number
  readonly shallowSize: number
  readonly retainedSize: number
}

export interface PackageInfo extends Sums {
  readonly name: string
  readonly isStandard: boolean
  /** Numbers of its modules. */
  readonly modules: readonly number[]
}

interface ModuleInfo extends Sums {
  readonly name: string
  readonly node: number
  readonly package: number
}

/** The modules of a heap of CPython by their top-level packages. */
export interface Packages {
  readonly packages: readonly PackageInfo[]
  readonly modules: readonly ModuleInfo[]
  /** By node: the number of the module that it is or that defines it, plus one; 0 for all that no module defines. */
  readonly moduleOf: Uint32Array
}

/** Worked out once a heap. */
export const PACKAGES = new Derived(findPackages)

/**
 * Puts modules into their top-level packages, those of the standard library into one, and says of each what would be freed
 * if its modules, their dictionaries, and all functions and classes that they define went away: exactly, by marking without
 * them. O(nodes + edges) for each package. Empty where the heap is of no Python.
 * @throws HeapError `not-ready` before references are turned round
 */
async function findPackages(heap: CompleteHeap, task: Task): Promise<Packages> {
  const { snapshot, ready } = heap
  const { graph, retainers } = ready
  if (!retainers) throw notReady()
  if (!snapshot.python) return { packages: [], modules: [], moduleOf: new Uint32Array(0) }
  task.begin('answer', snapshot.nodeCount)
  const namespaces = await NAMESPACES.of(heap, task)
  const names = namesOfModules(snapshot, namespaces.modules)
  const moduleOf = await assignModules(heap, names, namespaces, task)
  const retained = await retainedByGroup(graph, moduleOf, names.size + 1, task)
  const sums = sumByModule(heap, moduleOf, names.size)
  const isStandard = standardLibrary(snapshot, names)
  const drafts = new Map<string, { number: number; isStandard: boolean; modules: number[] }>()
  const modules: ModuleInfo[] = []
  for (const [name, node] of names) {
    const top = name.split('.', 1)[0]!
    const standard = isStandard(top)
    const key = standard ? STANDARD_LIBRARY : top
    const draft = drafts.get(key) ?? { number: drafts.size, isStandard: standard, modules: [] }
    draft.modules.push(modules.length)
    drafts.set(key, draft)
    modules.push({
      name,
      node,
      package: draft.number,
      ...sums[modules.length]!,
      retainedSize: retained[modules.length + 1]!,
    })
  }
  task.end()
  task.begin('answer', drafts.size)
  const packages: PackageInfo[] = []
  for (const [name, draft] of drafts) {
    const members = new Set(draft.modules)
    const nodes = nodesWhere(moduleOf, (module) => module !== 0 && members.has(module - 1))
    const { bytes } = await lostOfSet(graph, retainers, nodes, task)
    const objects = draft.modules.reduce((sum, module) => sum + modules[module]!.objects, 0)
    const shallowSize = draft.modules.reduce((sum, module) => sum + modules[module]!.shallowSize, 0)
    const { isStandard: standard, modules: own } = draft
    packages.push({ name, isStandard: standard, modules: own, objects, shallowSize, retainedSize: bytes })
    const wait = task.tick(packages.length)
    if (wait) await wait
  }
  task.end()
  return { packages, modules, moduleOf }
}

function nodesWhere(column: Uint32Array, passes: (value: number) => boolean): Uint32Array {
  const found: number[] = []
  for (let node = 0; node < column.length; node++) if (passes(column[node]!)) found.push(node)
  return Uint32Array.from(found)
}

/**
 * The modules by the names under which they stand in `sys.modules`: of several, as with `os.path`, by their own where it is
 * among them, else by the first. Those that do not stand there by their own.
 */
function namesOfModules(snapshot: Snapshot, modules: BitSet): Map<string, number> {
  const { nodeName, nodeCount, strings } = snapshot
  const chosen = listedModules(snapshot)
  for (let node = 0; node < nodeCount; node++) {
    if (modules.has(node) && !chosen.has(node)) chosen.set(node, strings.text(nodeName[node]!))
  }
  return byName(chosen)
}

/** The modules that `sys.modules` lists, by name. O(modules). */
export function modulesByName(snapshot: Snapshot): ReadonlyMap<string, number> {
  return byName(listedModules(snapshot))
}

/** By node, the name it is listed under: of several its own. */
function listedModules(snapshot: Snapshot): Map<number, string> {
  const { firstEdge, edgeLink, nodeName, strings } = snapshot
  const chosen = new Map<number, string>()
  const root = rootChild(snapshot, '(modules)')
  const end = root === null ? 0 : firstEdge[root + 1]!
  for (let edge = root === null ? 0 : firstEdge[root]!; edge < end; edge++) {
    const node = linkTarget(edgeLink[edge]!)
    const name = String(edgeLabel(snapshot, root!, edge))
    if (!chosen.has(node) || strings.text(nodeName[node]!) === name) chosen.set(node, name)
  }
  return chosen
}

function byName(chosen: ReadonlyMap<number, string>): Map<string, number> {
  const names = new Map<string, number>()
  for (const [node, name] of chosen) if (!names.has(name)) names.set(name, node)
  return names
}

/** By node: the module that it belongs to, plus one. O(nodes + edges of functions and classes). */
async function assignModules(
  { snapshot }: CompleteHeap,
  names: ReadonlyMap<string, number>,
  { classes }: Namespaces,
  task: Task,
): Promise<Uint32Array> {
  const { firstEdge, edgeLink, edgeNames, nodeCount, nodeName, nodeType, strings } = snapshot
  const moduleOf = new Uint32Array(nodeCount)
  const numbers = new Map([...names.keys()].map((name, at) => [name, at + 1]))
  for (const [name, node] of names) {
    const number = numbers.get(name)!
    moduleOf[node] = number
    const globals = targetNamed(snapshot, node, '__dict__')
    if (globals !== null) moduleOf[globals] = number
  }
  const isGlobals = textTest(strings, new Set(['__globals__']))
  const isSelf = textTest(strings, new Set(['__self__']))
  const homeOf = (node: number): number => {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const type = linkType(edgeLink[edge]!)
      if (type === EdgeType.element || type === EdgeType.hidden) continue
      const name = edgeNames.at(node, edge)
      // A function written in C names its module as what it is bound to.
      if (isGlobals(name) || isSelf(name)) return moduleOf[linkTarget(edgeLink[edge]!)]!
    }
    return 0
  }
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (moduleOf[node] !== 0) continue
      if (nodeType[node] === NodeType.closure) moduleOf[node] = homeOf(node)
      else if (classes.has(node)) {
        const number = moduleOfClass(strings.text(nodeName[node]!), numbers)
        moduleOf[node] = number
        const namespace = number === 0 ? null : targetNamed(snapshot, node, '__dict__')
        if (namespace !== null && moduleOf[namespace] === 0) moduleOf[namespace] = number
      }
    }
  })
  return moduleOf
}

/** The module with the longest name that a qualified class begins with; classes without any are those of `builtins`. */
export function moduleOfClass(name: string, numbers: ReadonlyMap<string, number>): number {
  for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
    const number = numbers.get(name.slice(0, end))
    if (number !== undefined) return number
  }
  return name.includes('.') ? 0 : (numbers.get('builtins') ?? 0)
}

function sumByModule({ shallowSize }: CompleteHeap, moduleOf: Uint32Array, count: number) {
  const sums = Array.from({ length: count }, () => ({ objects: 0, shallowSize: 0 }))
  for (let node = 0; node < moduleOf.length; node++) {
    if (moduleOf[node] === 0 || shallowSize[node] === 0) continue
    const sum = sums[moduleOf[node]! - 1]!
    sum.objects++
    sum.shallowSize += shallowSize[node]!
  }
  return sums
}
