/** The largest of the first `count` numbers; 0 where there are none. */
export function maxOf(column: Uint32Array, count: number): number {
  let max = 0
  for (let i = 0; i < count; i++) {
    if (column[i]! > max) max = column[i]!
  }
  return max
}
