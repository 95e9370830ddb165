import { z } from 'zod'

/** Arguments that several tools take. */

const MOST_ROWS = 100
const USUAL_ROWS = 20

export const captureId = z.string().describe('The id that open gave, such as c1.')

export const objectId = z
  .union([z.int(), z.string()])
  .describe('An object by its heap id, such as @28417 or 28417.')

export const filterText = z
  .string()
  .describe(
    'A filter, such as `class:Session retained:>1k`, `kind:string value:/token=/`, `detached:yes`; terms are joined by AND, OR, -.',
  )

/** A stretch of a list. */
export const page = {
  start: z.int().min(0).default(0).describe('How many rows to leave out at the front.'),
  limit: z.int().min(1).max(MOST_ROWS).default(USUAL_ROWS).describe('How many rows to list at most.'),
}

/** The columns a list may be sorted by, as an argument. */
export function sortBy<const Column extends string>(columns: readonly [Column, ...Column[]]) {
  return {
    sort: z
      .enum(columns)
      .default(columns[0])
      .describe(
        'What to sort by; numbers from the largest down, but distance and id, which start with the smallest, as do texts.',
      ),
    reverse: z.boolean().default(false).describe('Turns the order round.'),
  }
}
