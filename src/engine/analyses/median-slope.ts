/** Pairs are taken of so many points at most, spread evenly over all. */
const MOST_POINTS = 400

/**
 * The median of the slopes over all pairs of points (Theil 1950, Sen 1968): the line that up to 29 % of odd points do not
 * turn. Of more than 400 points as many are taken, evenly spread. 0 where there is no pair. O(points + 400² log 400).
 */
export function medianSlope(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const count = Math.min(MOST_POINTS, x.length)
  const at = Array.from({ length: count }, (_, i) => Math.floor((i * x.length) / count))
  const slopes: number[] = []
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const run = x[at[j]!]! - x[at[i]!]!
      if (run > 0) slopes.push((y[at[j]!]! - y[at[i]!]!) / run)
    }
  }
  return medianOf(slopes)
}

/** The middle value; of an even number the mean of the middle two; 0 of none. */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) return 0
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
