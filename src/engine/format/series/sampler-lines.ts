import type { Measure, SeriesPause } from '../../model/series.ts'
import { tooMany } from '../text-lines.ts'
import type { LineCollector } from './line-collector.ts'
import type { SeriesLines } from './series-reader.ts'

const MOST_PAUSES = 1 << 20

type Json = Readonly<Record<string, unknown>>

const OWN: readonly Measure[] = ['rss', 'pss', 'swap', 'traced', 'peak']

/** What `python -m heapscope sample` writes: one JSON object a line, see `docs/python-captures.md`. */
export class SamplerLines implements SeriesLines {
  readonly #samples: LineCollector
  readonly #pauses: SeriesPause[] = []
  #head: Json = {}

  constructor(samples: LineCollector) {
    this.#samples = samples
  }

  get about(): SeriesLines['about'] {
    const { argv, pid, interval } = this.#head
    const words = Array.isArray(argv) ? argv.filter((word) => typeof word === 'string') : []
    return {
      tool: 'heapscope',
      command: words.length > 0 ? words.join(' ') : null,
      pid: amount(pid),
      interval: amount(interval),
      calls: [],
      pauses: this.#pauses.toSorted((a, b) => a.time - b.time),
    }
  }

  take(line: string): boolean {
    if (line.trim() === '') return true
    const value = parsed(line)
    if (!value) return false
    if (value['heapscope'] === 'series') {
      this.#head = value
      return true
    }
    const time = amount(value['t'])
    if (time === null) return false
    if (value['event'] !== undefined) return this.#event(time, value)
    return this.#sample(time, value)
  }

  #event(time: number, { event, took, generation, collected }: Json): boolean {
    // Events that a later sampler may write are no fault of the file.
    if (event !== 'gc') return true
    if (this.#pauses.length === MOST_PAUSES) throw tooMany(MOST_PAUSES, 'runs of the collector')
    this.#pauses.push({
      time,
      took: amount(took),
      generation: amount(generation),
      collected: amount(collected),
    })
    return true
  }

  #sample(time: number, value: Json): boolean {
    let known = 0
    for (const measure of OWN) {
      const bytes = amount(value[measure])
      if (bytes === null) continue
      known++
      this.#samples.add(measure, '', time, bytes)
    }
    const { children } = value
    for (const child of Array.isArray(children) ? (children as unknown[]) : []) {
      const { pid, rss } = typeof child === 'object' && child !== null ? (child as Json) : {}
      const [number, bytes] = [amount(pid), amount(rss)]
      if (number !== null && bytes !== null) this.#samples.add('child', `${number}`, time, bytes)
    }
    return known > 0
  }
}

function parsed(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
  } catch {
    return null
  }
}

/** A number from 0 that is no larger than a double holds exactly. */
function amount(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null
}
