import { useMemo } from 'react'
import type { z } from 'zod'
import { usePlace } from './place-store.ts'

/**
 * The options of the view that is shown, out of the address. `schema` gives each a default and catches what makes no
 * sense (`.catch(…)`), so that one bad option leaves the others alone. It must be stable between renders.
 */
export function useOptions<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const options = usePlace((place) => place.options)
  return useMemo(() => schema.parse(options), [schema, options])
}
