import type { TaskHost } from '#engine/base/task.ts'
import { exactTerm } from '#engine/model/filter-term.ts'
import type { Session } from '#engine/session.ts'
import { countFor, limitOf, shareFor, sizeFor } from './amounts.ts'
import type { Budget } from './budget.ts'
import { setsOf } from './budget-sets.ts'
import { isWorse } from './judge-findings.ts'
import type { Keys } from './key-path.ts'
import type { Measured } from './measure.ts'

/** One value of a budget that is another now, or, with a reason, was left as it is. */
export interface Change {
  readonly keys: Keys
  /** Null where there was none. */
  readonly before: number | string | null
  readonly after: number | string
  readonly left: string | null
}

export interface UpdatedBudget {
  /** As it is to be written, with all that people wrote and no figure says. */
  readonly raw: Record<string, unknown>
  readonly changes: readonly Change[]
}

type Json = Record<string, unknown>

const MEASURES = ['objects', 'shallow', 'retained'] as const
/** How many classes a new budget begins with. */
const FIRST_CLASSES = 5
/** Code of programs has an address or a whole path, that of runtimes has neither. */
const OWN_OBJECTS = String.raw`kind:object file:/^(?:[a-z]+:\/\/|\/|[A-Za-z]:\\)/ -file:/node_modules|site-packages|lib\/python\d/`
const SCHEMA = './node_modules/heapscope/dist/app/heapscope.budget.schema.json'
const UNEXPLAINED = 'accepted by check --update; say why'

/**
 * A budget in which limits of figures are those of a heap with some headroom: sizes stay sizes, shares stay shares. Limits of
 * growth, comments, reasons and exceptions stay as they are; findings that are too bad become exceptions.
 * @param headroom percent
 */
export function updatedBudget(
  raw: Json,
  budget: Budget,
  measured: Measured,
  headroom: number,
): UpdatedBudget {
  const writer = new Writer(raw)
  const roomy = (figure: number): number => (figure * (100 + headroom)) / 100
  if (budget.total !== undefined) writer.put(['total'], budget.total, sizeFor(roomy(measured.total)))
  for (const { keys, query, limits, what } of setsOf(budget)) {
    const sums = measured.sets.get(query)!
    for (const measure of MEASURES) {
      const before = limits[measure]
      if (before === undefined) continue
      const path = [...keys, measure]
      if (typeof sums === 'string') writer.leave(path, before, sums)
      else if (sums.objects === 0 && what !== 'filters') writer.leave(path, before, 'nothing of it is here')
      else writer.put(path, before, writtenAs(before, roomy(sums[measure]), measured.total))
    }
  }
  const { worst, except } = budget.findings ?? {}
  for (const { key, severity } of worst === undefined ? [] : measured.findings) {
    if (!isWorse({ severity }, worst!) || Object.hasOwn(except ?? {}, key)) continue
    writer.put(['findings', 'except', key], null, UNEXPLAINED)
  }
  return { raw: writer.raw, changes: writer.changes }
}

/** A budget to begin with, in which figures are still missing: `updatedBudget` puts them in. */
export async function firstBudget(session: Session, host: TaskHost): Promise<Json> {
  const names = await ownClasses(session, host)
  const limits = { objects: 0, retained: '0 B' }
  return {
    $schema: SCHEMA,
    total: '0 B',
    growth: '10 %',
    ...(names.length > 0 ? { classes: Object.fromEntries(names.map((name) => [name, { ...limits }])) } : {}),
    findings: { worst: 'note' },
  }
}

/** The classes of the program that retain most: those of which all objects are of its code. */
async function ownClasses(session: Session, host: TaskHost): Promise<string[]> {
  const all = { start: 0, end: Infinity, sort: { column: 'retainedSize', descending: true } } as const
  const { rows } = await session.ask('selectedClasses', [[{ op: '+', query: OWN_OBJECTS }], all], host)
  const own = new Map<string, number>()
  for (const { name, count } of rows) own.set(name, (own.get(name) ?? 0) + count)
  return [...own]
    .filter(([name, count]) => countOfName(session, name) === count)
    .map(([name]) => name)
    .slice(0, FIRST_CLASSES)
}

/** All objects of the classes of a name. */
function countOfName(session: Session, name: string): number {
  const { rows } = session.classes({ start: 0, end: Infinity, filter: exactTerm('class', name) })
  return rows.reduce((sum, { count }) => sum + count, 0)
}

function writtenAs(before: number | string, figure: number, whole: number): number | string {
  if (typeof before === 'number') return countFor(Math.floor(figure))
  return 'percent' in limitOf(before) ? shareFor(figure, whole) : sizeFor(figure)
}

/** Puts values into a copy of a budget. */
class Writer {
  readonly raw: Json
  readonly changes: Change[] = []

  constructor(raw: Json) {
    this.raw = JSON.parse(JSON.stringify(raw)) as Json
  }

  put(keys: Keys, before: number | string | null, after: number | string): void {
    if (before === after) return
    this.changes.push({ keys, before, after, left: null })
    let place = this.raw
    for (const key of keys.slice(0, -1)) {
      place[key] ??= {}
      place = place[key] as Json
    }
    place[keys.at(-1)!] = after
  }

  leave(keys: Keys, before: number | string, reason: string): void {
    this.changes.push({ keys, before, after: before, left: reason })
  }
}
