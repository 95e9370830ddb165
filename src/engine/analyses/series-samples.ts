import { sortIndexesBy } from '../base/radix-sort.ts'
import type { FilterTable } from '../model/filter-fields.ts'
import { MEASURES, type Series } from '../model/series.ts'

/** The samples of all lines together, in the order of time. */
export interface Samples {
  readonly series: Series
  /** By sample: its line’s place in the series. */
  readonly line: Uint32Array
  readonly time: Float64Array
  readonly bytes: Float64Array
  /** Unix seconds of the first. */
  readonly start: number
}

export function samplesOf(series: Series): Samples {
  const count = series.lines.reduce((sum, { time: moments }) => sum + moments.length, 0)
  const line = new Uint32Array(count)
  const time = new Float64Array(count)
  const bytes = new Float64Array(count)
  let from = 0
  for (const [at, one] of series.lines.entries()) {
    line.fill(at, from, from + one.time.length)
    time.set(one.time, from)
    bytes.set(one.bytes, from)
    from += one.time.length
  }
  const order = Uint32Array.from(time.keys())
  sortIndexesBy(order, (i) => time[i]!, false)
  return {
    series,
    line: order.map((i) => line[i]!),
    time: Float64Array.from(order, (i) => time[i]!),
    bytes: Float64Array.from(order, (i) => bytes[i]!),
    start: time[order[0]!]!,
  }
}

/** What samples can be filtered by. */
export const SAMPLE_TABLE: FilterTable<Samples> = {
  rows: 'samples',
  own: ['name'],
  fields: [
    {
      name: 'name',
      type: 'text',
      help: 'What was measured, and of which child.',
      example: 'name:rss',
      read:
        ({ series, line }) =>
        (pattern) => {
          const passes = series.lines.map(({ measure, of }) => pattern.test(`${measure} ${of}`))
          return (entry) => passes[line[entry]!]!
        },
    },
    {
      name: 'measure',
      type: 'choice',
      choices: MEASURES,
      help: 'What was measured, in one word.',
      example: 'measure:pss',
      read: ({ series, line }) => ({
        words: MEASURES,
        codeOf: (entry) => MEASURES.indexOf(series.lines[line[entry]!]!.measure),
      }),
    },
    {
      name: 'second',
      type: 'number',
      help: 'Seconds since the first sample.',
      example: 'second:10..20',
      read: ({ time, start }) => {
        return (entry) => time[entry]! - start
      },
    },
    {
      name: 'size',
      type: 'bytes',
      help: 'Its bytes.',
      example: 'size:>100M',
      read: ({ bytes }) => {
        return (entry) => bytes[entry]!
      },
    },
  ],
}
