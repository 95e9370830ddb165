import { z } from 'zod'

/** Parts of the place, in percent, below which cells are gathered; `auto` draws what can be seen. */
export const SMALLEST = ['auto', '0.1', '0.5', '1', '5'] as const
export type Smallest = (typeof SMALLEST)[number]

/** What the address holds of this view. */
export const OPTIONS = z.object({
  by: z.enum(['class', 'object', 'module']).catch('class'),
  draw: z.enum(['icicle', 'treemap']).catch('icicle'),
  /** Where it is zoomed to: `@123`, `Cache > Map`, `@123 > Map`; empty for the root. */
  at: z.string().catch(''),
  min: z.enum(SMALLEST).catch('auto'),
})

export type Options = z.output<typeof OPTIONS>
