import { z } from 'zod'

/** What the view lets one choose. */
export const OPTIONS = z.object({
  show: z.enum(['classes', 'owners']).catch('classes'),
  engine: z.enum(['folded', 'shown']).catch('folded'),
  unchanged: z.enum(['hidden', 'shown']).catch('hidden'),
  /** Ids of the pair of objects looked at: in the base, in the target. */
  was: z
    .string()
    .regex(/^@\d{1,15}$/)
    .nullable()
    .catch(null)
    .default(null),
  is: z
    .string()
    .regex(/^@\d{1,15}$/)
    .nullable()
    .catch(null)
    .default(null),
})
