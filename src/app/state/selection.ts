import { idTerm } from '#engine/model/filter-term.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { currentPlace, go } from './place-store.ts'

/** Selects the objects that a filter finds, and nothing else. */
export function selectOnly(query: string): void {
  go({ selection: [{ op: '+', query }] })
}

/** Adds the objects that a filter finds to the selection, or takes them away. */
export function changeSelection(op: Term['op'], query: string): void {
  go({ selection: withTerm(currentPlace().selection, { op, query }) })
}

export function clearSelection(): void {
  go({ selection: [] })
}

/** Leaves out the step at `index` in the making of the selection. */
export function withoutStep(index: number): void {
  go({ selection: tidy(currentPlace().selection.filter((_, at) => at !== index)) })
}

/** The terms with one more. The same term again moves to the end; the opposite of an earlier one takes its place. */
export function withTerm(terms: readonly Term[], term: Term): readonly Term[] {
  return tidy([...terms.filter(({ query }) => query !== term.query), term])
}

/** Taking away from nothing is nothing. */
function tidy(terms: readonly Term[]): readonly Term[] {
  const first = terms.findIndex(({ op }) => op === '+')
  return first === -1 ? [] : terms.slice(first)
}

/** The filter that finds one object. */
export function queryOfObject({ id }: { readonly id: number }): string {
  return idTerm(id)
}
