import { compareTexts } from '../analyses/list-nodes.ts'
import type { Listing } from '../analyses/ordered-page.ts'
import type { FilterTable } from '../model/filter-fields.ts'
import type { RedactionList, RedactionNameColumn, RedactionNameRow } from '../model/redaction-rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { stringTest } from '../model/string-search.ts'
import { fileNames, type NameUses } from './name-uses.ts'
import { placeholder } from './placeholder.ts'
import type { Judged } from './redact-heap.ts'
import { Role } from './string-roles.ts'
import { changedKey } from './verdicts.ts'

/** What names can be filtered by; entries are string numbers. */
export const REDACTION_NAME_TABLE: FilterTable<Snapshot> = {
  rows: 'names',
  own: ['name'],
  fields: [
    {
      name: 'name',
      type: 'text',
      help: 'The name.',
      example: 'name:user',
      read:
        ({ strings }) =>
        (pattern) =>
          stringTest(strings, pattern),
    },
  ],
}

/** The strings that a list is of, ascending. */
export function listedNames(
  list: RedactionList,
  snapshot: Snapshot,
  found: Judged,
  uses: NameUses,
): Uint32Array {
  if (list === 'files') return fileNames(snapshot, found)
  const column = list === 'keys' ? uses.taken : uses.kept
  return Uint32Array.from(column.keys()).filter((string) => column[string]! > 0)
}

/** What `orderedPage` needs for one of the lists. @param entries those that pass the filter; `key` names that set */
export function nameListing(
  list: RedactionList,
  snapshot: Snapshot,
  { verdicts }: Judged,
  uses: NameUses,
  { entries, all, key }: Pick<Listing<RedactionNameColumn, RedactionNameRow>, 'entries' | 'all' | 'key'>,
): Listing<RedactionNameColumn, RedactionNameRow> {
  const { strings, nodeId } = snapshot
  const column = list === 'keys' ? uses.taken : uses.kept
  const by = list === 'keys' ? uses.takenBy : uses.keptBy
  const usesOf = list === 'files' ? fileUses(snapshot, entries) : (string: number) => column[string]!
  const leftOf = (string: number, name: string): string => {
    if (list === 'keys') return placeholder(name.length, NO_HASH)
    if (list === 'properties') return name
    return (
      verdicts.changed.get(changedKey(string, Role.script)) ??
      verdicts.changed.get(changedKey(string, Role.code)) ??
      name
    )
  }
  return {
    entries,
    all,
    key,
    keyOf: (sort) => {
      if (sort.column === 'uses') return usesOf
      if (sort.column === 'length') return (string) => strings.text(string).length
      if (sort.column === 'telling') return (string) => telling(strings.text(string), usesOf(string))
      const texts = Array.from(entries, (string) => ({ string, text: strings.text(string) }))
      texts.sort((a, b) => compareTexts(a.text, b.text))
      const ranks = new Map(texts.map(({ string }, rank) => [string, rank]))
      return (string) => ranks.get(string)!
    },
    rowOf: (string) => {
      const name = strings.text(string)
      const node = list === 'files' ? 0 : by[string]!
      return {
        name,
        uses: usesOf(string),
        left: leftOf(string, name),
        example: node === 0 ? null : nodeId[node - 1]!,
      }
    },
  }
}

/** In place of what only a share’s own key makes. */
const NO_HASH = new Uint32Array(2)

/** More for what might say something of a person or a secret: rare names, long ones, those with digits. */
function telling(name: string, uses: number): number {
  const digits = name.replace(/\D/g, '').length
  return 100 / Math.max(1, uses) + Math.min(name.length, 64) + 10 * Math.min(digits, 4)
}

/** How many nodes are called so. O(nodes). */
function fileUses({ nodeName, traces }: Snapshot, entries: Uint32Array): (string: number) => number {
  const counts = new Map(Array.from(entries, (string) => [string, 0]))
  const add = (string: number): void => {
    const before = counts.get(string)
    if (before !== undefined) counts.set(string, before + 1)
  }
  for (const name of nodeName) add(name)
  for (const name of traces?.functions.scriptName ?? []) add(name)
  return (string) => counts.get(string)!
}
