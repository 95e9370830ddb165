import { HeapError } from '#engine/base/error.ts'
import type { TaskHost } from '#engine/base/task.ts'
import { byRank } from '#engine/model/finding-rank.ts'
import type { FindingRow } from '#engine/model/finding-rows.ts'
import type { Session } from '#engine/session.ts'
import type { Budget } from './budget.ts'
import { type BudgetSet, setsOf } from './budget-sets.ts'

/** A set of objects in figures. Sizes are bytes. */
export interface SetSums {
  readonly objects: number
  readonly shallow: number
  /** What would be freed if all of them went away together. */
  readonly retained: number
}

/** A heap in the figures that a budget speaks of. */
export interface Measured {
  readonly file: string
  /** The shallow sizes of the whole heap. */
  readonly total: number
  /** By filter; a text says why there is nothing to say. */
  readonly sets: ReadonlyMap<string, SetSums | string>
  /** The worst first; empty where the budget does not speak of them. */
  readonly findings: readonly FindingRow[]
}

/** In a heap that says of no object where its code stands, nothing can be said of any code. */
const ANY_FILE = 'file:/./'
const NO_FILES = 'the capture does not say which files its code is from'

/** Finds out what a budget wants to know of a heap. Wants `findRetainers` to be over. @throws HeapError `cancelled` */
export async function measure(session: Session, budget: Budget, host: TaskHost): Promise<Measured> {
  const { file, shallowSize } = session.summary()
  const sets = new Map<string, SetSums | string>()
  for (const set of setsOf(budget)) sets.set(set.query, await sumsOf(session, set, host))
  const { worst, worstNew } = budget.findings ?? {}
  const findings = (worst ?? worstNew) ? await allFindings(session, host) : []
  return { file, total: shallowSize, sets, findings }
}

async function sumsOf(
  session: Session,
  { what, query }: BudgetSet,
  host: TaskHost,
): Promise<SetSums | string> {
  try {
    const found = await querySums(session, query, host)
    if (what !== 'code' || found.objects > 0) return found
    return (await querySums(session, ANY_FILE, host)).objects > 0 ? found : NO_FILES
  } catch (error) {
    // A filter may ask for what only a base tells.
    if (error instanceof HeapError && error.code === 'not-ready') return error.message.replace(/\.$/, '')
    throw error
  }
}

async function querySums(session: Session, query: string, host: TaskHost): Promise<SetSums> {
  const { count, shallowSize, retainedSize } = await session.ask('selection', [[{ op: '+', query }]], host)
  return { objects: count, shallow: shallowSize, retained: retainedSize }
}

async function allFindings(session: Session, host: TaskHost): Promise<FindingRow[]> {
  const found: FindingRow[] = []
  for (const { name } of await session.ask('findingRules', [], host)) {
    found.push(...(await session.ask('findingsOf', [name], host)))
  }
  return found.sort(byRank)
}
