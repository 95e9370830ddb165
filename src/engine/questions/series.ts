import { orderedPage } from '../analyses/ordered-page.ts'
import { SAMPLE_TABLE, samplesOf } from '../analyses/series-samples.ts'
import { seriesPart, seriesSummary } from '../analyses/series-part.ts'
import { HeapError } from '../base/error.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import type { SampleColumn, SampleRow, Series, SeriesPart, SeriesSummary } from '../model/series.ts'
import type { Asked } from './asked.ts'
import { passingEntries } from './filtered.ts'

/** Questions about what a process used over time. */
export const seriesQuestions = {
  /** What the series holds, and the verdict; null where the file is none. */
  async series({ heap: { snapshot } }: Asked): Promise<SeriesSummary | null> {
    return snapshot.series ? seriesSummary(snapshot.series) : null
  },

  /** What lies between two moments, in Unix seconds, with about `most` points a line. */
  async seriesPart({ heap }: Asked, from: number, to: number, most: number): Promise<SeriesPart> {
    return seriesPart(known(heap.snapshot.series), from, to, Math.max(2, most))
  },

  /** All samples of all lines, in the order of time where no other is asked for. @throws HeapError `bad-filter` */
  async seriesSamples(asked: Asked, request: ListRequest<SampleColumn>): Promise<Page<SampleRow>> {
    const series = known(asked.heap.snapshot.series)
    const samples = await asked.shared('samples', () => samplesOf(series))
    const all = Uint32Array.from(samples.time.keys())
    const filtering = { table: SAMPLE_TABLE, source: samples, now: asked.now, task: asked.task() }
    const listing = {
      entries: await passingEntries(all, request.filter, filtering),
      all: all.length,
      key: `samples ${request.filter ?? ''}`,
      keyOf: ({ column }: { readonly column: SampleColumn }) => {
        if (column === 'time') return (entry: number) => samples.time[entry]!
        if (column === 'bytes') return (entry: number) => samples.bytes[entry]!
        return (entry: number) => samples.line[entry]!
      },
      rowOf: (entry: number): SampleRow => {
        const { measure, of } = series.lines[samples.line[entry]!]!
        return { time: samples.time[entry]!, measure, of, bytes: samples.bytes[entry]! }
      },
    }
    return orderedPage(listing, request, asked.orders)
  },
}

function known(series: Series | undefined): Series {
  if (series) return series
  throw new HeapError(
    'not-found',
    'This file does not say what the process used over time: open what mprof or heapscope sample wrote.',
  )
}
