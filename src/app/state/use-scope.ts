import { z } from 'zod'
import type { Term } from '#engine/model/selection-rows.ts'
import { usePlace } from './place-store.ts'
import { useOptions } from './use-options.ts'

const SCOPE = z.object({ of: z.enum(['heap', 'selection']).catch('heap') })

/** What a list is asked about: the selection where the view says so and there is one, null for the whole heap. */
export function useScope(): readonly Term[] | null {
  const { of } = useOptions(SCOPE)
  const selection = usePlace((place) => place.selection)
  return of === 'selection' && selection.length > 0 ? selection : null
}
