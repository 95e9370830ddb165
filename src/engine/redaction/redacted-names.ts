import { BLOCK_BITS } from '../base/tuple-table.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { EdgeNames } from '../model/edge-names.ts'
import { labelName, labelType, renamed } from '../model/labels.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { StringNumbers } from './redacted-strings.ts'
import { labelsOf } from './sequences.ts'
import { Role, type RoleBasis, roleOfEdge, roleOfFunctions, roleOfNamed } from './string-roles.ts'
import type { JoinedStrings } from './joined-strings.ts'

/** The names of nodes by their new numbers. O(nodes). */
export async function redactedNodeNames(
  snapshot: Snapshot,
  { engineValues }: RoleBasis,
  numbers: StringNumbers,
  joined: JoinedStrings,
  task: Task,
  done: number,
): Promise<Uint32Array> {
  const { nodeName } = snapshot
  const names = nodeName.slice()
  await inSlices(
    task,
    names.length,
    (from, to) => {
      for (let node = from; node < to; node++) {
        const name = nodeName[node]!
        if (numbers.stays(name)) continue
        names[node] = numbers.of(name, roleOfNamed(snapshot, engineValues, node))
      }
    },
    done,
  )
  joined.nodes.forEach((node, i) => (names[node] = joined.names[i]!))
  return names
}

/**
 * The names of edges by their new numbers, sequence by sequence. O(sequences and their names).
 * @param pairs by string number: the new number of the name of an entry of a WeakMap
 */
export async function redactedEdgeNames(
  snapshot: Snapshot,
  { sequences, keys }: RoleBasis,
  numbers: StringNumbers,
  pairs: ReadonlyMap<number, number>,
  task: Task,
  done: number,
): Promise<EdgeNames> {
  const { edgeNames, edgeTypeNames, firstEdge } = snapshot
  const { sequence, wide } = edgeNames.columns
  const labels = new Uint32Array(sequences.start[sequences.count]!)
  const first = new Uint32Array(sequences.count)
  const rename = (from: number, to: number): void => {
    for (let index = from; index < to; index++) {
      const start = sequences.start[index]!
      first[index] = start
      const old = labelsOf(snapshot, sequences, index)
      for (let i = 0; i < old.length; i++) {
        const type = labelType(old[i]!)
        const role = type < edgeTypeNames.length ? roleOfEdge(type, keys.has(start + i)) : null
        labels[start + i] = old[i]!
        if (role === null) continue
        const name = labelName(old[i]!, wide)
        const pair = role === Role.engineEdge ? pairs.get(name) : undefined
        if (pair === undefined && numbers.stays(name)) continue
        labels[start + i] = renamed(old[i]!, pair ?? numbers.of(name, role))
      }
    }
  }
  await inSlices(task, sequences.count, rename, done)
  const count = (labels.length >>> BLOCK_BITS) + 1
  const blocks = Array.from({ length: count }, (_, block) => labels.subarray(block * 2 ** BLOCK_BITS))
  return new EdgeNames({ sequence, tuples: { first, blocks }, wide }, firstEdge)
}

/** The names in what a capture says beside its objects. */
export function redactedSide(
  snapshot: Snapshot,
  numbers: StringNumbers,
): Pick<Snapshot, 'traces' | 'scopes'> {
  const { traces, scopes } = snapshot
  return {
    traces: traces && {
      ...traces,
      functions: {
        ...traces.functions,
        name: traces.functions.name.map((name) => numbers.of(name, roleOfFunctions(snapshot))),
        scriptName: traces.functions.scriptName.map((name) => numbers.of(name, Role.script)),
      },
    },
    scopes: scopes && {
      ...scopes,
      variableName: scopes.variableName.map((name) => numbers.of(name, Role.variable)),
    },
  }
}
