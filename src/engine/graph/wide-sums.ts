import type { WideColumn } from '../model/snapshot.ts'

const MAX_UINT32 = 0xffff_ffff

/** A copy in which sums of any of the sizes fit. O(nodes). */
export function roomyCopy(sizes: WideColumn): WideColumn {
  let total = 0
  for (let i = 0; i < sizes.length; i++) {
    total += sizes[i]!
  }
  return total > MAX_UINT32 ? new Float64Array(sizes) : new Uint32Array(sizes)
}

/** The same sizes in 32 bits each where all fit. O(nodes). */
export function narrowed(sizes: WideColumn): WideColumn {
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i]! > MAX_UINT32) {
      return sizes
    }
  }
  return sizes instanceof Float64Array ? new Uint32Array(sizes) : sizes
}
