import { touched } from './columns.ts'

/**
 * A set of whole numbers that now and then says of a number it does not hold that it might: a megabyte of bits, which
 * stays in the caches. Plain memory, so that it can cross to another thread.
 */
export type IdFilter = Uint8Array

const BITS = 1 << 23

export function createIdFilter(): IdFilter {
  return touched(new Uint8Array(BITS >>> 3))
}

export function addId(filter: IdFilter, id: number): void {
  const bit = id & (BITS - 1)
  filter[bit >>> 3]! |= 1 << (bit & 7)
}

export function mayHaveId(filter: IdFilter, id: number): boolean {
  const bit = id & (BITS - 1)
  return ((filter[bit >>> 3]! >>> (bit & 7)) & 1) === 1
}
