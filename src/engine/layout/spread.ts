/**
 * Places next to each other, in their order, as near as possible to where they want to be: the positions that keep every
 * distance and have the least sum of squares. Pool adjacent violators; O(n).
 *
 * @param wanted where each wants to be
 * @param distance how far each must be from the one before, at least; the first is not looked at
 */
export function spread(wanted: readonly number[], distance: readonly number[]): number[] {
  /** Stretches of places that touch: their offset from their own wish, how many they are. */
  const sums: number[] = []
  const counts: number[] = []
  const offsets: number[] = []
  let offset = 0
  for (const [i, wish] of wanted.entries()) {
    if (i > 0) offset += distance[i]!
    offsets.push(offset)
    sums.push(wish - offset)
    counts.push(1)
    while (sums.length > 1 && mean(sums.length - 2) > mean(sums.length - 1)) {
      const sum = sums.pop()!
      const count = counts.pop()!
      sums[sums.length - 1]! += sum
      counts[counts.length - 1]! += count
    }
  }
  const places: number[] = []
  for (let stretch = 0; stretch < sums.length; stretch++) {
    const at = mean(stretch)
    for (let k = 0; k < counts[stretch]!; k++) places.push(at + offsets[places.length]!)
  }
  return places

  function mean(stretch: number): number {
    return sums[stretch]! / counts[stretch]!
  }
}
