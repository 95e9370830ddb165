import { NodeType } from '../model/kinds.ts'
import type { RedactionCounts, ReplacedValues, ValueKind } from '../model/redaction-rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { fileNames, type NameUses } from './name-uses.ts'
import type { Judged } from './redact-heap.ts'
import { watchedFunctions, withheldLines } from './redacted-file.ts'
import { Role, type RoleNumber, roleOfNamed } from './string-roles.ts'
import { Verdict, verdictOf } from './verdicts.ts'

const KINDS: Readonly<Record<number, ValueKind>> = {
  [NodeType.string]: 'strings',
  [NodeType.slicedString]: 'strings',
  [NodeType.concatenatedString]: 'joined strings',
  [NodeType.regexp]: 'regular expressions',
  [NodeType.number]: 'numbers',
  [NodeType.bigint]: 'numbers',
  [NodeType.symbol]: 'symbols',
}

/** Sums over what goes and what does not. O(nodes + strings). */
export function redactionCounts(snapshot: Snapshot, found: Judged, uses: NameUses): RedactionCounts {
  const { roles, verdicts } = found
  const kept = (role: RoleNumber): number =>
    count(roles, (string) => verdictOf(verdicts, string, role) === Verdict.kept)
  const changed = [...verdicts.changed.values()]
  const elements = changed.filter((text) => /^(?:Detached )?</.test(text)).length
  return {
    values: replacedValues(snapshot, found),
    elements,
    urls: changed.length - elements,
    keys: sums(uses.taken),
    properties: sums(uses.kept),
    classes: kept(Role.object) + kept(Role.native) + kept(Role.pythonClass),
    functions: kept(Role.function) + kept(Role.pythonName) + watchedFunctions(snapshot),
    variables: kept(Role.variable),
    files: fileNames(snapshot, found).length,
    lines: withheldLines(snapshot),
    unused: count(roles, (string) => roles[string] === 0),
  }
}

function replacedValues(snapshot: Snapshot, { basis, verdicts }: Judged): ReplacedValues[] {
  const { nodeCount, nodeType, nodeName, selfSize } = snapshot
  const rows = new Map<ValueKind, { kind: ValueKind; count: number; bytes: number }>()
  for (let node = 0; node < nodeCount; node++) {
    const type = nodeType[node]!
    const kind = KINDS[type]
    if (kind === undefined || !isReplaced(node)) continue
    const row = rows.get(kind) ?? { kind, count: 0, bytes: 0 }
    row.count++
    row.bytes += selfSize[node]!
    rows.set(kind, row)
  }
  return [...rows.values()].sort((a, b) => b.bytes - a.bytes)

  function isReplaced(node: number): boolean {
    const type = nodeType[node]!
    // The texts of these stand in other nodes, and are replaced there.
    const isElsewhere = type === NodeType.number || type === NodeType.bigint
    if (type === NodeType.concatenatedString || (isElsewhere && !snapshot.python)) {
      return !basis.engineValues.has(node)
    }
    return (
      verdictOf(verdicts, nodeName[node]!, roleOfNamed(snapshot, basis.engineValues, node)) === Verdict.value
    )
  }
}

function sums(uses: Uint32Array): { names: number; uses: number } {
  return {
    names: count(uses, (string) => uses[string]! > 0),
    uses: uses.reduce((sum, some) => sum + some, 0),
  }
}

function count({ length }: ArrayLike<number>, test: (string: number) => boolean): number {
  let found = 0
  for (let string = 0; string < length; string++) if (test(string)) found++
  return found
}
