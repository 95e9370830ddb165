import { z } from 'zod'
import { LINE_GROUPS } from '#engine/model/line-rows.ts'
import { go, currentPlace } from '#app/state/place-store.ts'

export const TABS = ['timeline', 'calls', 'callers', 'functions', 'lines', 'growth'] as const
export type AllocationTab = (typeof TABS)[number]

export const MEASURES = ['liveSize', 'liveCount', 'size', 'count'] as const
export type Measure = (typeof MEASURES)[number]

const moment = z.coerce.number().nonnegative().optional().catch(undefined)

/** What the view keeps in the address. */
export const OPTIONS = z.object({
  part: z.enum(TABS).optional().catch(undefined),
  /** The stretch that is looked at, by the first and the last sample that end one in it, in microseconds. */
  from: moment,
  to: moment,
  measure: z.enum(MEASURES).optional().catch(undefined),
  /** What lines of Python are put together by, and how. */
  by: z.enum(LINE_GROUPS).catch('line').default('line'),
  cumulative: z.literal('yes').optional().catch(undefined),
  steady: z.literal('yes').optional().catch(undefined),
  /** The stack at the top of the icicle. */
  stack: z.coerce.number().int().nonnegative().optional().catch(undefined),
})

/** Shows another part; order and filter belong to the part before. */
export function showPart(part: AllocationTab): void {
  go({ sort: null, filter: '', options: { ...currentPlace().options, part } })
}
