import type { SeriesLine, Verdict, VerdictKind } from '../model/series.ts'
import { medianOf, medianSlope } from './median-slope.ts'

/** Fewer samples after the warm-up tell nothing. */
const LEAST_SAMPLES = 20
/** The first part of the time is taken for warm-up: imports, caches and pools fill then. */
const WARM_UP = 0.2
/** Stretches that the rest is divided into, at most; each has samples enough to have a least one. */
const MOST_STRETCHES = 8
const LEAST_STRETCHES = 4
const SAMPLES_A_STRETCH = 5
/** Growth of the floor that is less than this part of the whole, or than so many bytes, is none. */
const LEAST_PART = 0.02
const LEAST_BYTES = 1 << 20
/** What part of all neighbours must rise for growth to be called steady; and when it is beyond doubt. */
const MOSTLY = 0.65
const ALMOST_ALWAYS = 0.85
/** The part of a swing by which a floor may be missed. */
const MISSED = 0.1
/** Less than this part of the growth in the second half is a plateau; what grows evenly has half of it there. */
const LATE_PLATEAU = 0.2
const LATE_LEAK = 0.35
/** A stretch that goes up and down by this part of the whole has load in it. */
const LEAST_SWING = 0.05

interface Floors {
  readonly least: readonly number[]
  readonly middle: readonly number[]
  readonly swings: readonly number[]
}

/**
 * Whether memory leaks or follows load. The time after the warm-up is divided into stretches of equal length. What each
 * comes down to, its floor, is what stays when load is gone: a leak raises it in nearly every stretch to the end; a
 * plateau only in the beginning; load lifts the rest above it and leaves it where it is. Slopes are medians over pairs
 * (Theil 1950, Sen 1968), which a few odd samples do not turn. O(samples + 400²).
 */
export function judgeSeries({ time, bytes }: SeriesLine): Verdict {
  const start = time[0]!
  const to = time.at(-1)!
  const from = start + (to - start) * WARM_UP
  const first = time.findIndex((moment) => moment >= from)
  const count = time.length - first
  const slope = medianSlope(time.subarray(first), bytes.subarray(first))
  const nothing = {
    from,
    to,
    slope,
    floorSlope: slope,
    stretches: 0,
    rises: 0,
    swing: 0,
    growth: 0,
    late: null,
  }
  if (count < LEAST_SAMPLES || to <= from) return { ...nothing, kind: 'short', confidence: null }
  const stretches = Math.max(LEAST_STRETCHES, Math.min(MOST_STRETCHES, Math.floor(count / SAMPLES_A_STRETCH)))
  const { least, middle, swings } = floorsOf(time.subarray(first), bytes.subarray(first), from, to, stretches)
  const rises = least.filter((floor, i) => i > 0 && floor > least[i - 1]!).length
  const floorSlope = medianSlope(middle, least)
  const growth = floorSlope * (to - from)
  const figures = {
    ...nothing,
    floorSlope,
    stretches: least.length,
    rises,
    swing: medianOf(swings),
    growth,
    late: lateGrowth(least),
  }
  const warmUp = medianOf(least) - leastOf(bytes, Math.max(1, first))
  return { ...figures, ...judged(figures, least, Math.max(...least), warmUp) }
}

/** The least of the first `end` samples, of which there may be millions. */
function leastOf(bytes: Float64Array, end: number): number {
  let least = Infinity
  for (let i = 0; i < end; i++) if (bytes[i]! < least) least = bytes[i]!
  return least
}

type Figures = Pick<Verdict, 'stretches' | 'rises' | 'swing' | 'growth' | 'late'>

function judged(
  { rises, swing, growth, late }: Figures,
  least: readonly number[],
  level: number,
  warmUp: number,
): { readonly kind: VerdictKind; readonly confidence: Verdict['confidence'] } {
  const steps = least.length - 1
  // Where load goes up and down, the least sample of a stretch may miss how far down it went.
  const some = Math.max(LEAST_PART * level, LEAST_BYTES, swing * MISSED)
  const upward = agreement(least)
  if (growth > some && upward >= MOSTLY) {
    if (late === null) return { kind: 'unclear', confidence: 'low' }
    // The floors that it is told by may each be missed by as much.
    const mostLate = late + (swing * MISSED) / growth
    if (late < LATE_PLATEAU && mostLate < LATE_LEAK)
      return { kind: 'plateau', confidence: late < LATE_PLATEAU / 2 ? 'high' : 'medium' }
    if (mostLate < LATE_LEAK) return { kind: 'unclear', confidence: 'low' }
    const isSure =
      late >= LATE_LEAK && upward >= ALMOST_ALWAYS && rises >= ALMOST_ALWAYS * steps && growth > 2 * some
    return { kind: 'leak', confidence: isSure && steps >= 7 ? 'high' : isSure ? 'medium' : 'low' }
  }
  if (Math.abs(growth) > some && Math.abs(upward) >= MOSTLY / 2 && growth > 0)
    return { kind: 'unclear', confidence: 'low' }
  const calm = Math.abs(growth) <= some / 2
  if (swing > Math.max(LEAST_SWING * level, LEAST_BYTES))
    return { kind: 'load', confidence: calm ? 'high' : 'medium' }
  if (warmUp > Math.max(0.1 * level, LEAST_BYTES))
    return { kind: 'plateau', confidence: calm ? 'high' : 'medium' }
  return { kind: 'flat', confidence: calm ? 'high' : 'medium' }
}

/** Of all pairs of stretches, those where the later floor is above less those where it is below, as a part (Kendall’s tau). */
function agreement(least: readonly number[]): number {
  let sum = 0
  let pairs = 0
  for (let i = 0; i < least.length; i++) {
    for (let j = i + 1; j < least.length; j++) {
      sum += Math.sign(least[j]! - least[i]!)
      pairs++
    }
  }
  return pairs === 0 ? 0 : sum / pairs
}

/** The part of the growth that comes in the second half; the ends are medians of a few, which one odd floor does not move. */
function lateGrowth(least: readonly number[]): number | null {
  const few = Math.max(1, Math.floor(least.length / 5))
  const middle = Math.floor(least.length / 2)
  const [begin, half, end] = [
    medianOf(least.slice(0, few)),
    medianOf(least.slice(Math.max(0, middle - Math.ceil(few / 2)), middle + Math.ceil(few / 2))),
    medianOf(least.slice(-few)),
  ]
  return end <= begin ? null : Math.max(0, Math.min(1, (end - half) / (end - begin)))
}

function floorsOf(
  time: Float64Array,
  bytes: Float64Array,
  from: number,
  to: number,
  stretches: number,
): Floors {
  const least: number[] = []
  const most: number[] = []
  const middle: number[] = []
  for (let i = 0; i < time.length; i++) {
    const stretch = Math.min(stretches - 1, Math.floor(((time[i]! - from) / (to - from)) * stretches))
    least[stretch] = Math.min(least[stretch] ?? Infinity, bytes[i]!)
    most[stretch] = Math.max(most[stretch] ?? 0, bytes[i]!)
    middle[stretch] = from + ((stretch + 0.5) / stretches) * (to - from)
  }
  // A stretch in which the sampler slept has none.
  const there = Array.from(least.keys()).filter((i) => least[i] !== undefined)
  return {
    least: there.map((i) => least[i]!),
    middle: there.map((i) => middle[i]!),
    swings: there.map((i) => most[i]! - least[i]!),
  }
}
