import { HeapError } from '../../base/error.ts'
import type { Task } from '../../base/task.ts'
import type { Series } from '../../model/series.ts'
import { TextCollector } from '../text-collector.ts'
import { BadLines, readLines } from '../text-lines.ts'
import { type WithoutObjects, withoutObjects } from '../without-objects.ts'
import { LineCollector } from './line-collector.ts'
import { MprofLines } from './mprof-lines.ts'
import { SamplerLines } from './sampler-lines.ts'

const MPROF = /^(?:\uFEFF)?(?:CMDLINE |(?:MEM|CHLD|FUNC) \S+ [\d.])/
const SAMPLER = /^(?:\uFEFF)?\s*\{\s*"heapscope"\s*:\s*"series"/

/** What understands the lines of a series. */
export interface SeriesLines {
  /** Whether the line was understood. Blank lines are. */
  take(line: string): boolean
  readonly about: Omit<Series, 'lines' | 'notes'>
}

/** Whether a file that begins with this text is a series, of memory_profiler’s `mprof` or our own sampler. */
export function isSeries(beginning: string): boolean {
  return MPROF.test(beginning) || SAMPLER.test(beginning)
}

/**
 * Reads a series, line by line; what is not understood is left out and said. O(bytes).
 * @throws HeapError `bad-text` where there is no sample at all
 */
export async function readSeries(
  chunks: AsyncIterable<Uint8Array>,
  size: number | null,
  task: Task,
): Promise<WithoutObjects> {
  const samples = new LineCollector()
  const bad = new BadLines()
  let lines: SeriesLines | null = null
  const bytes = await readLines(chunks, size, task, (line, number, isWhole) => {
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line
    lines ??= SAMPLER.test(text) ? new SamplerLines(samples) : new MprofLines(samples)
    // The number at the end of a line that is cut off may be only the beginning of one.
    if (!isWhole || !lines.take(text)) bad.add(number, isWhole)
  })
  const series = finished(lines, samples, bad)
  return { snapshot: withoutObjects('series', new TextCollector().build(), { series }), bytes }
}

function finished(lines: SeriesLines | null, samples: LineCollector, bad: BadLines): Series {
  const all = samples.finish()
  if (!lines || all.length === 0) {
    const said = bad.notes().join(' ').replace(/\.$/, '')
    throw new HeapError(
      'bad-text',
      `This series holds no samples${said && ` (${said.toLowerCase()})`}; let the program run longer, or record it again.`,
    )
  }
  const left = samples.leftOut
  const notes = [...bad.notes(), ...(left > 0 ? [`${left} samples of further children are left out.`] : [])]
  return { ...lines.about, lines: all, notes }
}
