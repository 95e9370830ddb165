import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SeriesLine, VerdictKind } from '../model/series.ts'
import { medianSlope } from './median-slope.ts'
import { judgeSeries } from './series-verdict.ts'

const MIB = 2 ** 20

/** A series of `samples` one second apart, with noise of known seed. */
function lineOf(samples: number, mibAt: (second: number) => number, noise: number, seed: number): SeriesLine {
  let state = seed >>> 0
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  const time = Float64Array.from({ length: samples }, (_, i) => 1_700_000_000 + i)
  const bytes = Float64Array.from({ length: samples }, (_, i) =>
    Math.round(Math.max(0, mibAt(i) + noise * random()) * MIB),
  )
  return { measure: 'rss', of: '', time, bytes }
}

const known = fc.record({
  samples: fc.integer({ min: 400, max: 1500 }),
  base: fc.integer({ min: 20, max: 400 }),
  /** What the whole run adds, as a part of the base. */
  part: fc.double({ min: 0.6, max: 4, noNaN: true }),
  /** Rounds of load in the run. */
  rounds: fc.integer({ min: 15, max: 40 }),
  load: fc.double({ min: 0.3, max: 1.5, noNaN: true }),
  seed: fc.nat(),
})
type Known = typeof known extends fc.Arbitrary<infer One> ? One : never

/** From 0 up to 1 in every round, and back. */
const saw = (second: number, { samples, rounds }: Known): number => ((second * rounds) / samples) % 1
const rising = (second: number, { samples, base, part }: Known): number =>
  base * (1 + (part * second) / samples)

function expectKind(make: (known: Known) => (second: number) => number, kind: VerdictKind): void {
  fc.assert(
    fc.property(known, (one) => {
      const line = lineOf(one.samples, make(one), one.base * 0.01, one.seed)
      expect(judgeSeries(line).kind).toBe(kind)
    }),
    { numRuns: 100 },
  )
}

describe('of series of known kind', () => {
  test('what rises to the end is a leak', () => {
    expectKind((one) => (second) => rising(second, one), 'leak')
  })

  test('what rises under load that comes and goes is a leak', () => {
    expectKind((one) => (second) => rising(second, one) + one.base * one.load * saw(second, one), 'leak')
  })

  test('what rises under load whose rounds and samples beat against each other is a leak', () => {
    const one = { samples: 405, base: 20, part: 0.6, rounds: 31, load: 1.3235746246541646, seed: 2136997888 }
    const at = (second: number): number => rising(second, one) + one.base * one.load * saw(second, one)
    expect(judgeSeries(lineOf(one.samples, at, one.base * 0.01, one.seed)).kind).toBe('leak')
  })

  test('what rises in steps is a leak', () => {
    expectKind(
      (one) => (second) => {
        const step = Math.floor((second / one.samples) * 40) / 40
        return one.base * (1 + one.part * step)
      },
      'leak',
    )
  })

  test('load that comes back to its base is load', () => {
    expectKind((one) => (second) => one.base * (1 + one.load * saw(second, one)), 'load')
  })

  test('what is filled once and stays is a plateau', () => {
    expectKind(
      (one) => (second) => {
        return one.base * (1 + one.part * Math.min(1, (second / one.samples) * 4))
      },
      'plateau',
    )
    expectKind(
      (one) => (second) => one.base * (1 + one.part * (1 - Math.exp((-second / one.samples) * 12))),
      'plateau',
    )
  })

  test('what stays where it is is flat', () => {
    expectKind(
      ({ base }) =>
        () =>
          base,
      'flat',
    )
  })

  test('what falls is never a leak', () => {
    fc.assert(
      fc.property(known, (one) => {
        const falling = (second: number): number => one.base * (5 - (4 * second) / one.samples)
        expect(judgeSeries(lineOf(one.samples, falling, 1, one.seed)).kind).not.toBe('leak')
      }),
    )
  })
})

test('a few samples, or none after each other, are too short to tell', () => {
  for (const samples of [1, 2, 10, 24]) {
    expect(judgeSeries(lineOf(samples, (second) => 50 + second * 10, 0, 1))).toMatchObject({
      kind: 'short',
      confidence: null,
    })
  }
  const still = lineOf(300, () => 50, 0, 1)
  expect(judgeSeries({ ...still, time: new Float64Array(300).fill(7) }).kind).toBe('short')
})

test('the slope is that of the line, whatever a quarter of the samples say', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.integer({ min: 40, max: 900 }),
      fc.nat(),
      (slope, samples, seed) => {
        const line = lineOf(samples, () => 0, 0, seed)
        const bytes = line.time.map((_, i) =>
          i % 5 === 2 ? 1e12 * ((i * 7919 + seed) % 13) : 5e9 + slope * i,
        )
        expect(medianSlope(line.time, bytes)).toBeCloseTo(slope, 0)
      },
    ),
  )
  expect(medianSlope([], [])).toBe(0)
  expect(medianSlope([1, 1], [5, 9])).toBe(0)
})
