import type { CompleteHeap } from '../analyses/heap.ts'
import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { EdgeType, edgeHasIndex, NodeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import { PythonFlag } from '../model/python-heap.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { labelsOf, type Sequences } from './sequences.ts'

/** What a string of the table is used for. One may have several roles; one that has none is used for nothing. */
export const Role = {
  /** The text of a string, or the source of a regular expression. */
  text: 0,
  /** A text that is the engine's own, see `engineValues`. */
  engineText: 1,
  /** What stands for the name of a number or a string whose text is elsewhere. */
  typeName: 2,
  symbol: 3,
  object: 4,
  native: 5,
  code: 6,
  function: 7,
  property: 8,
  /** The name of a property that is a key of a table. */
  key: 9,
  variable: 10,
  /** Of edges by which the engine refers to things. */
  engineEdge: 11,
  script: 12,
  /** Classes of Python. */
  pythonClass: 13,
  /** What else Python's programs name: modules, functions, frames, threads. */
  pythonName: 14,
} as const

export type RoleNumber = (typeof Role)[keyof typeof Role]
export const ROLE_COUNT = 15

/** What decides about roles besides the columns themselves. */
export interface RoleBasis {
  readonly sequences: Sequences
  /** By label: whether a property's name is a key. */
  readonly keys: BitSet
  /** By node: whether a text or number is the engine's. */
  readonly engineValues: BitSet
}

/** By string number: its roles as bits, `1 << Role.text` and so on. O(nodes + distinct sequences of names). */
export async function stringRoles(
  { snapshot }: CompleteHeap,
  basis: RoleBasis,
  task: Task,
  done: number,
): Promise<Uint16Array> {
  const { nodeCount, strings, traces, scopes } = snapshot
  const roles = new Uint16Array(strings.count)
  await inSlices(
    task,
    nodeCount,
    (from, to) => markNodes(snapshot, basis.engineValues, roles, from, to),
    done,
  )
  const { count } = basis.sequences
  await inSlices(task, count, (from, to) => markEdges(snapshot, basis, roles, from, to), done + nodeCount)
  if (traces) {
    mark(roles, traces.functions.name, roleOfFunctions(snapshot))
    mark(roles, traces.functions.scriptName, Role.script)
  }
  if (scopes) mark(roles, scopes.variableName, Role.variable)
  return roles
}

/** The role that the names of functions on stacks have. */
export function roleOfFunctions({ python }: Snapshot): RoleNumber {
  return python ? Role.pythonName : Role.function
}

/** The role that the names of nodes of a type have. Types that only some other writer knows may hold anything. */
export function roleOfNode(type: number): RoleNumber {
  switch (type) {
    case NodeType.number:
    case NodeType.bigint:
    case NodeType.concatenatedString:
    case NodeType.slicedString:
      return Role.typeName
    case NodeType.symbol:
      return Role.symbol
    case NodeType.object:
      return Role.object
    case NodeType.native:
    case NodeType.synthetic:
      return Role.native
    case NodeType.closure:
      return Role.function
    case NodeType.hidden:
    case NodeType.array:
    case NodeType.code:
    case NodeType.objectShape:
    case NodeType.wasmObject:
      return Role.code
    default:
      return Role.text
  }
}

/** The role that the names of edges of a type have; null where they are indexes. */
export function roleOfEdge(type: number, isKey: boolean): RoleNumber | null {
  if (edgeHasIndex(type)) return null
  switch (type) {
    case EdgeType.context:
      return Role.variable
    case EdgeType.property:
      return isKey ? Role.key : Role.property
    case EdgeType.internal:
    case EdgeType.shortcut:
    case EdgeType.weak:
      return Role.engineEdge
    default:
      return Role.property
  }
}

function markNodes(
  snapshot: Snapshot,
  engineValues: BitSet,
  roles: Uint16Array,
  from: number,
  to: number,
): void {
  const { nodeType, nodeName, python } = snapshot
  for (let node = from; node < to; node++) {
    roles[nodeName[node]!]! |= 1 << roleOfNamed(snapshot, engineValues, node)
    if (python && nodeType[node] !== NodeType.string) roles[python.className[node]!]! |= 1 << Role.pythonClass
  }
}

/** The role that the name of a node has. */
export function roleOfNamed({ nodeType, python }: Snapshot, engineValues: BitSet, node: number): RoleNumber {
  const type = nodeType[node]!
  if (python) return roleInPython(type, python.flags[node]!)
  if (type === NodeType.string && engineValues.has(node)) return Role.engineText
  return roleOfNode(type)
}

/** Numbers are values, and whatever the capture marks as one. */
function roleInPython(type: number, flags: number): RoleNumber {
  const isValue = type === NodeType.string || type === NodeType.number || (flags & PythonFlag.value) !== 0
  return isValue ? Role.text : Role.pythonName
}

function markEdges(
  snapshot: Snapshot,
  { sequences, keys }: RoleBasis,
  roles: Uint16Array,
  from: number,
  to: number,
): void {
  const types = snapshot.edgeTypeNames.length
  for (let sequence = from; sequence < to; sequence++) {
    const labels = labelsOf(snapshot, sequences, sequence)
    const start = sequences.start[sequence]!
    for (let i = 0; i < labels.length; i++) {
      const type = labelType(labels[i]!)
      // What is too wide for a label is an index.
      const role = type < types ? roleOfEdge(type, keys.has(start + i)) : null
      if (role !== null) roles[labelName(labels[i]!, [])]! |= 1 << role
    }
  }
}

function mark(roles: Uint16Array, strings: Uint32Array, role: RoleNumber): void {
  for (const string of strings) roles[string]! |= 1 << role
}
