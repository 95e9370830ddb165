import type { scaleLinear } from 'd3'

/** From moments, or bytes, to pixels. */
export type Scale = ReturnType<typeof scaleLinear<number, number>>
