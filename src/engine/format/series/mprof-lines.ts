import type { SeriesCall } from '../../model/series.ts'
import { tooMany } from '../text-lines.ts'
import type { LineCollector } from './line-collector.ts'
import type { SeriesLines } from './series-reader.ts'

const MIB = 2 ** 20
const MOST_CALLS = 1 << 20

/** What `mprof run` of memory_profiler writes: `CMDLINE …`, `MEM`, `CHLD` and `FUNC` lines, with MiB and Unix seconds. */
export class MprofLines implements SeriesLines {
  readonly #samples: LineCollector
  readonly #calls: SeriesCall[] = []
  #command: string | null = null

  constructor(samples: LineCollector) {
    this.#samples = samples
  }

  get about(): SeriesLines['about'] {
    return {
      tool: 'mprof',
      command: this.#command,
      pid: null,
      interval: null,
      calls: this.#calls.toSorted((a, b) => a.start - b.start),
      pauses: [],
    }
  }

  take(line: string): boolean {
    if (line.trim() === '') return true
    const [word, ...rest] = line.split(' ')
    switch (word) {
      case 'CMDLINE':
        this.#command = rest.join(' ')
        return true
      case 'MEM':
        return this.#sample('rss', '', rest)
      case 'CHLD':
        return this.#sample('child', rest[0] ?? '', rest.slice(1))
      case 'FUNC':
        return this.#call(rest)
      default:
        return false
    }
  }

  #sample(measure: 'rss' | 'child', of: string, words: readonly string[]): boolean {
    const [size, time] = numbers(words)
    if (words.length !== 2 || size === undefined || time === undefined) return false
    this.#samples.add(measure, of, time, Math.round(size * MIB))
    return true
  }

  /** `FUNC name mb seconds mb seconds level`; older files have no level, and a name may have spaces. */
  #call(words: readonly string[]): boolean {
    const level = words.length > 5 && /^\d+$/.test(words.at(-1)!) ? Number(words.at(-1)) : null
    const end = level === null ? words.length : words.length - 1
    const [startSize, start, endSize, stop] = numbers(words.slice(Math.max(1, end - 4), end))
    if (startSize === undefined || start === undefined || endSize === undefined || stop === undefined)
      return false
    const name = words.slice(0, end - 4).join(' ')
    if (stop < start) return false
    const [startBytes, endBytes] = [startSize, endSize].map((size) => Math.round(size * MIB))
    if (this.#calls.length === MOST_CALLS) throw tooMany(MOST_CALLS, 'calls')
    this.#calls.push({ name, start, end: stop, startBytes: startBytes!, endBytes: endBytes!, level })
    return true
  }
}

/** Plain decimal numbers; nothing for a word that is none. */
function numbers(words: readonly string[]): (number | undefined)[] {
  return words.map((word) => (/^\d{1,15}(?:\.\d{1,15})?$/.test(word) ? Number(word) : undefined))
}
