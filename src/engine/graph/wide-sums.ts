import { column, isShared } from '../base/columns.ts'
import type { WideColumn } from '../model/snapshot.ts'

const MAX_UINT32 = 0xffff_ffff

/**
 * A copy in which sums of any of the sizes fit, in the same kind of memory. O(nodes).
 * @param room where it may lie if 32 bits each are enough and this is in such memory, and no shorter
 */
export function roomyCopy(sizes: WideColumn, room?: Uint32Array): WideColumn {
  let total = 0
  for (let i = 0; i < sizes.length; i++) {
    total += sizes[i]!
  }
  const Type = total > MAX_UINT32 ? Float64Array : Uint32Array
  const fits = room !== undefined && Type === Uint32Array && isShared(room) === isShared(sizes)
  const copy = fits ? room.subarray(0, sizes.length) : column<WideColumn>(Type, sizes.length, isShared(sizes))
  copy.set(sizes)
  return copy
}

/** The same sizes in 32 bits each where all fit, in the same kind of memory. O(nodes). */
export function narrowed(sizes: WideColumn): WideColumn {
  if (sizes instanceof Uint32Array) return sizes
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i]! > MAX_UINT32) {
      return sizes
    }
  }
  const narrow = column(Uint32Array, sizes.length, isShared(sizes))
  narrow.set(sizes)
  return narrow
}
