import type { CompleteHeap } from '../analyses/heap.ts'
import type { StringHashes } from '../analyses/string-hashes.ts'
import { BitSet } from '../base/bit-set.ts'
import { placeOf } from '../base/place-of.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { DICT_CLASSES, namespacesOf } from '../graph/python-dicts.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import { PythonFlag, type PythonHeap } from '../model/python-heap.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { stringsInCode } from './code-evidence.ts'
import type { KnownKeys } from './dictionaries.ts'
import { labelsOf, type Sequences } from './sequences.ts'

/**
 * Which properties of a Python heap are keys of tables. By label, as `Sequences` counts them: 1 where the name is a key.
 * Items of a dict count as keys unless the dict is a namespace, or the name is one of the program's elsewhere: an
 * attribute, a global, a local, a constant in code. O(nodes + edges).
 */
export async function findPythonKeys(
  { snapshot }: CompleteHeap,
  python: PythonHeap,
  sequences: Sequences,
  known: { readonly keys: KnownKeys | null; readonly hashes: StringHashes },
  task: Task,
  done: number,
): Promise<BitSet> {
  const names = await stringsInCode(snapshot, task, done)
  const { nodeCount } = snapshot
  const tables = tableSequences(snapshot, python, sequences, namespacesOf(snapshot))
  await inSlices(
    task,
    sequences.count,
    (from, to) => noteNames(snapshot, sequences, tables, names, from, to),
    done + 2 * nodeCount,
  )
  const keys = new BitSet(sequences.start[sequences.count]!)
  const isName = (name: number): boolean =>
    names.has(name) && !(known.keys && placeOf(known.keys, known.hashes.of(name)) !== -1)
  for (let sequence = 0; sequence < sequences.count; sequence++) {
    if (!tables.has(sequence)) continue
    labelsOf(snapshot, sequences, sequence).forEach((label, i) => {
      const isItem = labelType(label) === EdgeType.property
      if (isItem && !isName(labelName(label, []))) keys.add(sequences.start[sequence]! + i)
    })
  }
  return keys
}

/** The sequences of names that any table has. */
function tableSequences(
  { nodeCount, nodeType, edgeNames, strings }: Snapshot,
  { className, flags, length }: PythonHeap,
  { count }: Sequences,
  namespaces: BitSet,
): BitSet {
  const found = new BitSet(count)
  /** By string: 0 not looked at yet, 1 no, 2 the name of a table. */
  const tables = new Uint8Array(strings.count)
  for (let node = 0; node < nodeCount; node++) {
    if (nodeType[node] !== NodeType.object || namespaces.has(node)) continue
    const name = className[node]!
    if (tables[name] === 0) tables[name] = DICT_CLASSES.has(strings.text(name)) ? 2 : 1
    const hasItems = (flags[node]! & PythonFlag.instance) !== 0 && length[node]! > 0
    if (tables[name] === 2 || hasItems) found.add(edgeNames.sequenceOf(node))
  }
  return found
}

function noteNames(
  snapshot: Snapshot,
  sequences: Sequences,
  tables: BitSet,
  names: BitSet,
  from: number,
  to: number,
): void {
  for (let sequence = from; sequence < to; sequence++) {
    if (tables.has(sequence)) continue
    for (const label of labelsOf(snapshot, sequences, sequence)) {
      if (labelType(label) === EdgeType.property) names.add(labelName(label, []))
    }
  }
}
