import { SYSTEM_DISTANCE } from '#engine/model/graph.ts'

const LOCALE = 'en-US'
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })
const tenth = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** A size split for the eye: the figure, and its unit. */
export interface ByteParts {
  readonly figure: string
  readonly unit: string
}

/**
 * A size in binary units (1 KiB = 1,024 bytes), split into figure and unit. Whole below 1 KiB; above, always one
 * decimal, so that the points of a column line up. A figure that would round up to 1,024 moves to the next unit.
 */
export function byteParts(bytes: number): ByteParts {
  const size = Math.abs(bytes)
  if (size < 1024) return { figure: whole.format(bytes), unit: 'B' }
  let value = bytes / 1024
  let unit = 0
  while (Math.abs(value) >= 1023.95 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return { figure: tenth.format(value), unit: UNITS[unit] ?? 'KiB' }
}

/** A size in binary units, as `5.2 MiB` or `812 B`. The space does not break. */
export function formatBytes(bytes: number): string {
  const { figure, unit } = byteParts(bytes)
  return `${figure}\u00a0${unit}`
}

/** A size to the byte, as `5,452,595 bytes`. */
export function formatExactBytes(bytes: number): string {
  return `${whole.format(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
}

/** A whole number with separated thousands: `41,223`. */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** A count with its noun: `1 object`, `2,310 objects`. */
export function formatCountOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}

/** A part of a whole as `12.3%`. What is too small to show is `<0.1%`; nothing, or a part of nothing, is `0%`. */
export function formatPercent(part: number, of: number): string {
  if (part === 0 || of === 0) return '0%'
  const percent = (part / of) * 100
  if (percent > 0 && percent < 0.05) return '<0.1%'
  // Only the whole is 100%: a part just below it must not pretend to be all of it.
  if (percent >= 99.95 && percent < 100) return '>99.9%'
  return `${tenth.format(percent)}%`
}

/** What a distance column shows, and what it means. */
export interface DistanceText {
  readonly text: string
  readonly meaning: string
}

/** Heaps of Python, and some of V8, mark no globals. */
const START = 'the program’s globals, or from the root where the capture marks none'

/** What a column of distances counts. */
export const DISTANCE_HELP = `The fewest steps from ${START}`

/**
 * A distance for people. Null is `–`; from `SYSTEM_DISTANCE` up the object was found only from the engine's own roots,
 * and the text counts the steps from there.
 */
export function describeDistance(distance: number | null): DistanceText {
  if (distance === null) {
    return { text: '–', meaning: 'No way leads here from a root, or distances are not computed yet' }
  }
  if (distance >= SYSTEM_DISTANCE) {
    const steps = distance - SYSTEM_DISTANCE
    return {
      text: `system +${formatCount(steps)}`,
      meaning: `Not reachable from the program’s globals; ${formatCountOf(steps, 'step')} from the engine’s own roots`,
    }
  }
  return {
    text: formatCount(distance),
    meaning: `${formatCountOf(distance, 'step')} from ${START}`,
  }
}

/** A range of a list, as `1–50 of 2,310`; never hides that there is more. */
export function formatShowing(shown: number, total: number): string {
  return shown >= total
    ? `all ${formatCount(total)}`
    : `showing ${formatCount(shown)} of ${formatCount(total)}`
}

/** A size that may be below 0, with its sign: `+5.2 MiB`, `−812 B`, `0 B`. */
export function formatDelta(bytes: number): string {
  return signed(bytes, formatBytes(Math.abs(bytes)))
}

/** A count that may be below 0, with its sign: `+400`, `−3`, `0`. */
export function formatCountDelta(count: number): string {
  return signed(count, formatCount(Math.abs(count)))
}

function signed(value: number, text: string): string {
  if (value === 0) return text
  return `${value > 0 ? '+' : '\u2212'}${text}`
}
