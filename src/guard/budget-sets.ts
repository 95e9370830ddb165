import { exactTerm, quoted } from '#engine/model/filter-term.ts'
import type { Budget, Limits } from './budget.ts'
import type { Keys } from './key-path.ts'

/** A set of objects that a budget limits. */
export interface BudgetSet {
  readonly what: 'classes' | 'code' | 'filters'
  /** The way to its limits in the budget. */
  readonly keys: Keys
  /** The filter that finds its objects. */
  readonly query: string
  readonly limits: Limits
}

const QUERY = {
  classes: (name: string) => exactTerm('class', name),
  code: (part: string) => `file:${quoted(part)}`,
  filters: (filter: string) => filter,
} as const

/** All sets that a budget limits, in the order of the file. */
export function setsOf(budget: Budget): BudgetSet[] {
  return (['classes', 'code', 'filters'] as const).flatMap((what) =>
    Object.entries(budget[what] ?? {}).map(([key, limits]) => ({
      what,
      keys: [what, key],
      query: QUERY[what](key),
      limits,
    })),
  )
}
