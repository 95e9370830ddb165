import { z } from 'zod'

const second = z.coerce.number().nonnegative().optional().catch(undefined)

/** What the view keeps in the address: the stretch that is looked at, in seconds since the first sample. */
export const OPTIONS = z.object({ from: second, to: second })
