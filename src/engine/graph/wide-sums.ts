import { column, isShared } from '../base/columns.ts'
import type { WideColumn } from '../model/snapshot.ts'

const MAX_UINT32 = 0xffff_ffff

/** A copy in which sums of any of the sizes fit, in the same kind of memory. O(nodes). */
export function roomyCopy(sizes: WideColumn): WideColumn {
  let total = 0
  for (let i = 0; i < sizes.length; i++) {
    total += sizes[i]!
  }
  const Type = total > MAX_UINT32 ? Float64Array : Uint32Array
  const copy = column<WideColumn>(Type, sizes.length, isShared(sizes))
  copy.set(sizes)
  return copy
}

/** The same sizes in 32 bits each where all fit, in the same kind of memory. O(nodes). */
export function narrowed(sizes: WideColumn): WideColumn {
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i]! > MAX_UINT32) {
      return sizes
    }
  }
  if (sizes instanceof Uint32Array) return sizes
  const narrow = column(Uint32Array, sizes.length, isShared(sizes))
  narrow.set(sizes)
  return narrow
}
