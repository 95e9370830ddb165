import type { DigestClass } from '../model/digest.ts'
import { matchClasses } from './match-classes.ts'

/** By how much a value changes from one capture to the next: the slope of the straight line that fits best. O(captures). */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let over = 0
  let under = 0
  for (const [at, value] of values.entries()) {
    over += (at - middle) * (value - mean)
    under += (at - middle) ** 2
  }
  return under === 0 ? 0 : over / under
}

/** Whether a value grew in every step. */
export function isSteady(values: readonly number[]): boolean {
  return values.length > 1 && values.every((value, at) => at === 0 || value > values[at - 1]!)
}

/** One class in several captures. */
export interface ClassSeries {
  /** In the last capture that has it. */
  readonly info: DigestClass
  /** By capture: its sums there, or null. */
  readonly at: readonly (DigestClass | null)[]
}

/**
 * Which classes of several captures are the same, see `matchClasses`: the last capture's, then those that were gone by then,
 * the later ones first. O(captures × classes).
 */
export function classSeries(captures: readonly (readonly DigestClass[])[]): ClassSeries[] {
  const all: { readonly info: DigestClass; readonly at: (DigestClass | null)[] }[] = []
  for (let capture = captures.length - 1; capture >= 0; capture--) {
    const classes = captures[capture]!
    const match = matchClasses(
      classes,
      all.map(({ info }) => info),
    )
    for (const [index, info] of classes.entries()) {
      const found = match[index] === -1 ? null : all[match[index]!]!
      const series = found ?? { info, at: captures.map(() => null) }
      if (!found) all.push(series)
      series.at[capture] = info
    }
  }
  return all
}
