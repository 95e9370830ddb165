import { exactTerm } from '#engine/model/filter-term.ts'

/** A filter of the classes that only those of this name pass. */
export function classFilter(name: string): string {
  return exactTerm('class', name)
}
