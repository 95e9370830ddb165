import type { CompleteHeap } from '../analyses/heap.ts'
import { StringHashes } from '../analyses/string-hashes.ts'
import type { Task } from '../base/task.ts'
import { findWeakMapPairs } from '../graph/weak-map-pairs.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findKeys, type KnownKeys } from './dictionaries.ts'
import { engineValues } from './engine-values.ts'
import { Placeholders, type ValueHash } from './fingerprints.ts'
import { type JoinedStrings, nameJoinedStrings } from './joined-strings.ts'
import { pairNames } from './pair-names.ts'
import { redactedClasses } from './redacted-classes.ts'
import { redactedEdgeNames, redactedNodeNames, redactedSide } from './redacted-names.ts'
import { redactedPython } from './redacted-python.ts'
import { redactedFile } from './redacted-file.ts'
import { redactedStrings, StringNumbers } from './redacted-strings.ts'
import { sequencesOf } from './sequences.ts'
import { Role, type RoleBasis, roleOfNamed, type RoleNumber, stringRoles } from './string-roles.ts'
import type { Mask } from './text-rule.ts'
import { changedKey, judgeStrings, Verdict, verdictOf, type Verdicts } from './verdicts.ts'

/** What redaction takes from its surroundings. */
export interface RedactionRules {
  /** Keyed with a secret of this share. The same for all captures of a share, so that equal values stay equal. */
  readonly hash: ValueHash
  /** From `redactionKeys` of all captures of the share, so that what is a key in one is one in all. */
  readonly keys?: KnownKeys | null
}

/** What every string of a heap is, and what becomes of it. */
export interface Judged {
  readonly basis: RoleBasis
  readonly roles: Uint16Array
  readonly verdicts: Verdicts
}

/** Looks at all uses of all strings. O(nodes + edges + bytes of names). */
export async function judgeHeap(
  heap: CompleteHeap,
  keys: KnownKeys | null,
  mask: Mask,
  task: Task,
): Promise<Judged> {
  const { snapshot, ready } = heap
  const { nodeCount, strings } = snapshot
  const sequences = sequencesOf(snapshot)
  const values = await engineValues(snapshot, task)
  const hashes = new StringHashes(strings)
  const found = await findKeys(heap, sequences, keys, hashes, task, nodeCount)
  const basis = { sequences, keys: found, engineValues: values }
  const roles = await stringRoles(heap, basis, task, 3 * nodeCount)
  const { ofName } = ready.graph.essential.pairs
  // Names of a WeakMap's entries get others, made of the names of key and value.
  for (let name = 0; name < ofName.length; name++)
    if (ofName[name] !== 0) roles[name]! &= ~(1 << Role.engineEdge)
  const verdicts = await judgeStrings(strings, roles, mask, task, 4 * nodeCount)
  return { basis, roles, verdicts }
}

/** How many steps `redactHeap` takes, for its phase. */
export function redactionSteps({ nodeCount, strings }: Snapshot): number {
  return 6 * nodeCount + 4 * strings.count
}

/**
 * The same heap with every value replaced by its length and its equality class: nodes, edges, ids, sizes, dominators,
 * distances and classes stay, and share their columns with the original. `docs/sharing.md` says what a value is.
 * Goes on in the phase at hand. O(nodes + edges + bytes of strings).
 */
export async function redactHeap(
  heap: CompleteHeap,
  rules: RedactionRules,
  task: Task,
): Promise<CompleteHeap> {
  const { snapshot, ready, table } = heap
  const { nodeCount, strings } = snapshot
  const placeholders = new Placeholders(rules.hash)
  const { basis, verdicts } = await judgeHeap(heap, rules.keys ?? null, placeholders.ofText, task)
  const numbers = new StringNumbers(strings, verdicts)
  const joined = await nameJoinedStrings(snapshot, placeholders, numbers, task)
  const names = new NodeTexts(snapshot, { basis, verdicts, placeholders, joined, numbers })
  const { pairs } = ready.graph.essential
  const pairTexts = await pairNames(snapshot, basis.sequences, pairs, names.of, placeholders.ofText, task)
  const pairNumbers = new Map([...pairTexts].map(([name, text]) => [name, numbers.ofText(text)]))
  const nodeName = await redactedNodeNames(
    snapshot,
    basis,
    numbers,
    joined,
    task,
    4 * nodeCount + 2 * strings.count,
  )
  const edgeNames = await redactedEdgeNames(snapshot, basis, numbers, pairNumbers, task, 5 * nodeCount)
  const side = redactedSide(snapshot, numbers)
  const python = redactedPython(snapshot, nodeName, numbers, placeholders.ofText)
  const done = 5 * nodeCount + 2 * strings.count
  const left = await redactedStrings(strings, verdicts, numbers, placeholders, joined.texts, task, done)
  const redacted: Snapshot = {
    ...snapshot,
    ...side,
    nodeName,
    edgeNames,
    python,
    strings: left,
    ...redactedFile(snapshot),
  }
  const essential = { ...ready.graph.essential, pairs: await findWeakMapPairs(left, task) }
  return {
    snapshot: redacted,
    detachedness: heap.detachedness,
    shallowSize: heap.shallowSize,
    table: redactedClasses(table, snapshot, redacted, placeholders.ofText),
    sizes: heap.sizes,
    ready: { ...ready, graph: { ...ready.graph, snapshot: redacted, essential } },
  }
}

interface NodeTextBasis {
  readonly basis: RoleBasis
  readonly verdicts: Verdicts
  readonly placeholders: Placeholders
  readonly joined: JoinedStrings
  readonly numbers: StringNumbers
}

/** What nodes are called in the redacted heap. */
class NodeTexts {
  readonly #snapshot: Snapshot
  readonly #with: NodeTextBasis
  readonly #joined: ReadonlyMap<number, number>

  constructor(snapshot: Snapshot, basis: NodeTextBasis) {
    this.#snapshot = snapshot
    this.#with = basis
    this.#joined = new Map(Array.from(basis.joined.nodes, (node, i) => [node, basis.joined.names[i]!]))
  }

  readonly of = (node: number): string => {
    const { nodeName } = this.#snapshot
    const joined = this.#joined.get(node)
    if (joined !== undefined) return this.#with.numbers.textAt(joined)
    return this.#text(nodeName[node]!, roleOfNamed(this.#snapshot, this.#with.basis.engineValues, node))
  }

  #text(string: number, role: RoleNumber): string {
    const { strings } = this.#snapshot
    const { verdicts, placeholders } = this.#with
    const verdict = verdictOf(verdicts, string, role)
    if (verdict === Verdict.kept) return strings.text(string)
    if (verdict === Verdict.changed) return verdicts.changed.get(changedKey(string, role))!
    return placeholders.ofValue(strings, string)
  }
}
