import { z } from 'zod'

/** What the view lets one choose. */
export const OPTIONS = z.object({
  by: z.enum(['class', 'owner']).catch('class'),
  engine: z.enum(['folded', 'shown']).catch('folded'),
})
