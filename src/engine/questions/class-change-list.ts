import { isEngineClass } from '../analyses/engine-internals.ts'
import { compareTexts } from '../analyses/list-nodes.ts'
import type { ClassChanges } from '../diff/class-changes.ts'
import type { DigestClass } from '../model/digest.ts'
import type {
  ClassChangeColumn,
  ClassChangePage,
  ClassChangeRequest,
  ClassChangeRow,
  ClassSide,
} from '../model/diff-rows.ts'
import type { EntryTest, Field, FilterTable, NumberReader } from '../model/filter-fields.ts'
import { KINDS_IN_ORDER } from '../analyses/kinds.ts'
import { type Sort, type Status, STATUSES } from '../model/rows.ts'

/** The classes of two heaps and what changed; entries as in `ClassChanges`. */
export interface ComparedClasses {
  readonly base: readonly DigestClass[]
  readonly target: readonly DigestClass[]
  readonly changes: ClassChanges
}

const NOTHING: ClassSide = { count: 0, shallowSize: 0, retainedSize: 0 }

/** One class in both heaps. */
export function classChangeRow(classes: ComparedClasses, entry: number): ClassChangeRow {
  const { changes } = classes
  const base = classes.base[changes.inBase[entry]!]
  const target = classes.target[changes.inTarget[entry]!]
  const { key, name, kind } = (target ?? base)!
  const before = base ? sideOf(base) : NOTHING
  const after = target ? sideOf(target) : NOTHING
  return {
    entry,
    key,
    name,
    kind,
    base: before,
    target: after,
    added: changes.added[entry]!,
    addedSize: changes.addedSize[entry]!,
    removed: changes.removed[entry]!,
    removedSize: changes.removedSize[entry]!,
    countDelta: after.count - before.count,
    shallowDelta: after.shallowSize - before.shallowSize,
    retainedDelta: after.retainedSize - before.retainedSize,
    baseQuery: base?.query ?? null,
    targetQuery: target?.query ?? null,
  }
}

function sideOf({ count, shallowSize, retainedSize }: DigestClass): ClassSide {
  return { count, shallowSize, retainedSize }
}

/** A page of the classes in both heaps. Without a sort: what grew most first. O(classes log classes). */
export function classChangePage(
  classes: ComparedClasses,
  { start, end, sort, changedOnly = false, folded = false }: ClassChangeRequest,
  filter: EntryTest | null,
): ClassChangePage {
  const present = presentEntries(classes)
  const all = changedOnly ? present.filter((entry) => hasChanged(classes, entry)) : present
  const matching = filter ? all.filter(filter) : all
  const isShown = (entry: number): boolean => !(folded && isEngines(infoOf(classes, entry)))
  const passing = matching.filter(isShown)
  const compare = order(classes, sort ?? { column: 'retainedDelta', descending: true })
  const from = Math.max(0, start)
  const left = matching.filter((entry) => !isShown(entry))
  return {
    start: from,
    rows: passing
      .sort((a, b) => compare(a, b) || a - b)
      .slice(from, Math.max(from, end))
      .map((entry) => classChangeRow(classes, entry)),
    total: passing.length,
    all: all.filter(isShown).length,
    totals: totalsOf(classes, passing),
    folded: { classes: left.length, shallowDelta: totalsOf(classes, left).shallowDelta },
  }
}

function totalsOf(classes: ComparedClasses, entries: readonly number[]): ClassChangePage['totals'] {
  const totals = { added: 0, addedSize: 0, removed: 0, removedSize: 0, shallowDelta: 0 }
  for (const entry of entries) {
    const row = classChangeRow(classes, entry)
    totals.added += row.added
    totals.addedSize += row.addedSize
    totals.removed += row.removed
    totals.removedSize += row.removedSize
    totals.shallowDelta += row.shallowDelta
  }
  return totals
}

function presentEntries({ base, target, changes }: ComparedClasses): number[] {
  const entries: number[] = []
  for (const [entry, index] of changes.inTarget.entries()) {
    const count = (target[index]?.count ?? 0) + (base[changes.inBase[entry]!]?.count ?? 0)
    if (count > 0) entries.push(entry)
  }
  return entries
}

function hasChanged(classes: ComparedClasses, entry: number): boolean {
  const { added, removed, shallowDelta, retainedDelta } = classChangeRow(classes, entry)
  return added > 0 || removed > 0 || shallowDelta !== 0 || retainedDelta !== 0
}

function isEngines({ kind, name }: DigestClass): boolean {
  return isEngineClass(kind, name)
}

function infoOf({ base, target, changes }: ComparedClasses, entry: number): DigestClass {
  return (target[changes.inTarget[entry]!] ?? base[changes.inBase[entry]!])!
}

function order(
  classes: ComparedClasses,
  { column, descending }: Sort<ClassChangeColumn>,
): (a: number, b: number) => number {
  const sign = descending ? -1 : 1
  if (column === 'name') {
    return (a, b) => sign * compareTexts(infoOf(classes, a).name, infoOf(classes, b).name)
  }
  const valueOf = VALUES[column]
  return (a, b) => sign * (valueOf(classChangeRow(classes, a)) - valueOf(classChangeRow(classes, b)))
}

const VALUES: Readonly<Record<Exclude<ClassChangeColumn, 'name'>, (row: ClassChangeRow) => number>> = {
  added: ({ added }) => added,
  removed: ({ removed }) => removed,
  addedSize: ({ addedSize }) => addedSize,
  removedSize: ({ removedSize }) => removedSize,
  countDelta: ({ countDelta }) => countDelta,
  shallowDelta: ({ shallowDelta }) => shallowDelta,
  retainedDelta: ({ retainedDelta }) => retainedDelta,
  baseCount: ({ base }) => base.count,
  targetCount: ({ target }) => target.count,
  baseShallow: ({ base }) => base.shallowSize,
  targetShallow: ({ target }) => target.shallowSize,
  baseRetained: ({ base }) => base.retainedSize,
  targetRetained: ({ target }) => target.retainedSize,
}

function statusOf({ base, target, retainedDelta }: ClassChangeRow): Status {
  if (base.count === 0) return 'new'
  if (target.count === 0) return 'deleted'
  if (retainedDelta === 0) return 'same'
  return retainedDelta > 0 ? 'grown' : 'shrunk'
}

function number(
  name: string,
  type: 'bytes' | 'count',
  help: string,
  example: string,
  valueOf: (row: ClassChangeRow) => number,
): Field<ComparedClasses> {
  const read = (classes: ComparedClasses): NumberReader => {
    return (entry) => valueOf(classChangeRow(classes, entry))
  }
  return { name, type, help, example, read }
}

/** What the classes of two heaps can be filtered by. */
export const CLASS_CHANGE_TABLE: FilterTable<ComparedClasses> = {
  rows: 'classes',
  own: ['class'],
  fields: [
    {
      name: 'class',
      aliases: ['name'],
      type: 'text',
      help: 'The class’s name.',
      example: 'class:Session',
      read: (classes) => (pattern) => (entry) => pattern.test(infoOf(classes, entry).name),
    },
    {
      name: 'kind',
      type: 'choice',
      choices: KINDS_IN_ORDER,
      help: 'What its objects are, in one of nine words.',
      example: 'kind:object',
      read: (classes) => ({
        words: KINDS_IN_ORDER,
        codeOf: (entry) => KINDS_IN_ORDER.indexOf(infoOf(classes, entry).kind),
      }),
    },
    {
      name: 'status',
      type: 'choice',
      choices: STATUSES,
      help: 'Whether the class is in one capture alone, or retains more or less in the target.',
      example: 'status:new',
      read: (classes) => ({
        words: STATUSES,
        codeOf: (entry) => STATUSES.indexOf(statusOf(classChangeRow(classes, entry))),
      }),
    },
    number('new', 'count', 'How many of its objects are in the target alone.', 'new:>100', VALUES.added),
    number(
      'deleted',
      'count',
      'How many of its objects are in the base alone.',
      'deleted:>0',
      VALUES.removed,
    ),
    number('delta', 'count', 'How many objects more it has in the target.', 'delta:>100', VALUES.countDelta),
    number('size', 'bytes', 'By how much its shallow size grew.', 'size:>1MB', VALUES.shallowDelta),
    number('growth', 'bytes', 'By how much its retained size grew.', 'growth:>1MB', VALUES.retainedDelta),
  ],
}
