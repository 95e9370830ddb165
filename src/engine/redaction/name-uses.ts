import { EdgeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Judged } from './redact-heap.ts'
import { labelsOf } from './sequences.ts'
import { Role } from './string-roles.ts'
import { Verdict, verdictOf } from './verdicts.ts'
import { isAddress } from './url-rule.ts'

/** How often names are used, and by whom; columns by string number. */
export interface NameUses {
  /** Objects with a property of that name that goes. */
  readonly kept: Uint32Array
  /** Objects with a property of that name that is taken as a key, or looks like data. */
  readonly taken: Uint32Array
  /** The first node with such a property, plus one; 0 where there is none. */
  readonly keptBy: Uint32Array
  readonly takenBy: Uint32Array
}

/** O(distinct sequences of names). */
export function nameUses(snapshot: Snapshot, { basis, verdicts }: Judged): NameUses {
  const { sequences, keys } = basis
  const column = (): Uint32Array => new Uint32Array(snapshot.strings.count)
  const uses = { kept: column(), taken: column(), keptBy: column(), takenBy: column() }
  for (let sequence = 0; sequence < sequences.count; sequence++) {
    const labels = labelsOf(snapshot, sequences, sequence)
    const start = sequences.start[sequence]!
    const nodes = sequences.nodes[sequence]!
    const node = sequences.someNode[sequence]! + 1
    for (let i = 0; i < labels.length; i++) {
      if (labelType(labels[i]!) !== EdgeType.property) continue
      const name = labelName(labels[i]!, [])
      const role = keys.has(start + i) ? Role.key : Role.property
      const goes = verdictOf(verdicts, name, role) === Verdict.kept
      ;(goes ? uses.kept : uses.taken)[name]! += nodes
      ;(goes ? uses.keptBy : uses.takenBy)[name] ||= node
    }
  }
  return uses
}

/** The strings that are names of files and addresses of which something goes. O(strings + bytes of names of code). */
export function fileNames({ strings }: Snapshot, { roles, verdicts }: Judged): Uint32Array {
  const found: number[] = []
  const files = (1 << Role.script) | (1 << Role.code)
  for (let string = 0; string < roles.length; string++) {
    if ((roles[string]! & files) === 0) continue
    const goes = [Role.script, Role.code].some(
      (role) => (verdictOf(verdicts, string, role) & Verdict.kept) !== 0,
    )
    const text = strings.text(string)
    const file = text.startsWith(SCRIPT) ? text.slice(SCRIPT.length) : text
    if (goes && isAddress(file)) found.push(string)
  }
  return Uint32Array.from(found)
}

const SCRIPT = 'system / Script / '
