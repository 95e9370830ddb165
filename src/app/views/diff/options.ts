import { z } from 'zod'

/** What the view lets one choose. */
export const OPTIONS = z.object({
  show: z.enum(['classes', 'owners', 'icicle']).catch('classes'),
  /** Of the icicle: what its cells are, and where it is zoomed to. */
  by: z.enum(['class', 'object']).catch('class'),
  at: z.string().catch(''),
  /** Whether the bars of what grew most are unfolded; null leaves it to the room there is. */
  bars: z.enum(['shown', 'hidden']).nullable().catch(null).default(null),
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
