import { findingQuery } from '#engine/analyses/findings/finding-row.ts'
import type { Place } from './place.ts'

/** Which of these findings a place names: as open, in its filter, or in the making of its selection. */
export function findingsIn(place: Place, keys: readonly string[]): readonly string[] {
  const queries = [place.filter, ...place.selection.map(({ query }) => query)]
  return keys.filter(
    (key) => place.open.includes(key) || queries.some((query) => query.includes(findingQuery(key))),
  )
}

/**
 * The same place where findings go by other keys. One that is not known there is not open, and found by no filter.
 * @param renamed keys there by those here, see `findingsIn`; all that is not in it stays
 */
export function withRenamed(place: Place, renamed: ReadonlyMap<string, string | null>): Place {
  const inQuery = (query: string): string => {
    let text = query
    for (const [key, there] of renamed)
      if (there !== null) text = text.replaceAll(findingQuery(key), findingQuery(there))
    return text
  }
  return {
    ...place,
    open: place.open.flatMap((key) => {
      const there = renamed.get(key)
      return there === null ? [] : [there ?? key]
    }),
    filter: inQuery(place.filter),
    selection: place.selection.map((term) => ({ ...term, query: inQuery(term.query) })),
  }
}
