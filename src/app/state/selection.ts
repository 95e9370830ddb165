import { idTerm } from '#engine/model/filter-term.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { currentPlace, go, placeStore } from './place-store.ts'

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

/** The selections before this one, the last at the end. The browser's own back and forward are no steps of it. */
let before: readonly (readonly Term[])[] = []

placeStore.subscribe(({ place, step }, { place: was }) => {
  if (place.source !== was.source) before = []
  else if (place.selection !== was.selection && step !== 'none') before = [...before, was.selection]
})

/** Whether there is a step of the selection to take back. */
export function canUndoSelection(): boolean {
  const { selection } = currentPlace()
  return selection.length > 0 || before.some((terms) => !isSame(terms, selection))
}

/**
 * Takes back the last step of the selection: what was selected before is again. Where that is not known, as after a reload,
 * the last step in its making is left out.
 */
export function undoSelection(): void {
  const { selection } = currentPlace()
  const at = before.findLastIndex((terms) => !isSame(terms, selection))
  const back = before[at] ?? tidy(selection.slice(0, -1))
  const left = before.slice(0, Math.max(at, 0))
  go({ selection: back })
  before = left
}

function isSame(a: readonly Term[], b: readonly Term[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
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
