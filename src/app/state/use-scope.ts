import { z } from 'zod'
import type { Term } from '#engine/model/selection-rows.ts'
import { currentPlace, usePlace } from './place-store.ts'
import { useOptions } from './use-options.ts'

const SCOPE = z.object({ of: z.enum(['heap', 'selection']).catch('heap') })

/** A selection, or null for the whole heap. */
export type Scope = readonly Term[] | null

/** What a view is asked about: the selection where the view says so and there is one, null for the whole heap. */
export function useScope(): Scope {
  const { of } = useOptions(SCOPE)
  const selection = usePlace((place) => place.selection)
  return of === 'selection' && selection.length > 0 ? selection : null
}

/** The part of a view's options that says what it is about, for whoever sets all the others anew. */
export function scopeOptions(): Readonly<Record<string, string>> {
  return SCOPE.parse(currentPlace().options).of === 'selection' ? { of: 'selection' } : {}
}
