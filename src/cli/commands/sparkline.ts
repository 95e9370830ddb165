const BARS = '▁▂▃▄▅▆▇█'

/** A row of bars from the smallest value to the largest; equal values are all the lowest. */
export function sparkline(values: readonly number[]): string {
  const least = Math.min(...values)
  const span = Math.max(...values) - least
  return values
    .map((value) => BARS[span === 0 ? 0 : Math.round(((value - least) / span) * (BARS.length - 1))]!)
    .join('')
}
