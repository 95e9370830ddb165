import { useMemo } from 'react'
import { idText } from '#engine/base/id-text.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { usePlace } from '#app/state/place-store.ts'
import { formatCountOf } from '#app/ui/format.ts'

/** What the view answers about. */
export interface Subject {
  readonly terms: readonly Term[]
  /** The id of the object, where it is the one in the panel and not the selection. */
  readonly id: number | null
}

/** The selection, or without one the object in the panel; null where there is neither. */
export function useSubject(): Subject | null {
  const selection = usePlace((place) => place.selection)
  const selected = usePlace((place) => place.selected)
  return useMemo(() => {
    if (selection.length > 0) return { terms: selection, id: null }
    return selected === null ? null : { terms: [{ op: '+', query: `id:@${selected}` }], id: selected }
  }, [selection, selected])
}

/** What it is called in a sentence. @param count how many objects it is */
export function nameOf({ id }: Subject, count: number): string {
  return id === null ? formatCountOf(count, 'selected object') : `the object ${idText(id)}`
}
