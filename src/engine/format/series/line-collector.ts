import { column, grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { sortIndexesBy } from '../../base/radix-sort.ts'
import { tooMany } from '../text-lines.ts'
import type { Measure, SeriesLine } from '../../model/series.ts'

/** More samples than this take too much memory: 16 bytes each, and as much again to be listed. */
const MOST_SAMPLES = 1 << 24
/** More children than this are not told apart: the rest is left out and counted. */
const MOST_LINES = 1000

/** Takes samples as they come, and makes lines of them. */
export class LineCollector {
  readonly #lines = new Map<string, Samples>()
  #leftOut = 0
  #samples = 0

  get leftOut(): number {
    return this.#leftOut
  }

  add(measure: Measure, of: string, time: number, bytes: number): void {
    const key = `${measure} ${of}`
    let line = this.#lines.get(key)
    if (!line) {
      if (this.#lines.size === MOST_LINES) {
        this.#leftOut++
        return
      }
      line = new Samples(measure, of)
      this.#lines.set(key, line)
    }
    if (this.#samples++ === MOST_SAMPLES) throw tooMany(MOST_SAMPLES, 'samples')
    line.add(time, bytes)
  }

  /** Every line in the order of time, whatever the clock did meanwhile. */
  finish(): SeriesLine[] {
    return Array.from(this.#lines.values(), (line) => line.finish())
  }
}

class Samples {
  readonly #measure: Measure
  readonly #of: string
  #time = column(Float64Array, 0, false)
  #bytes = column(Float64Array, 0, false)
  #count = 0

  constructor(measure: Measure, of: string) {
    this.#measure = measure
    this.#of = of
  }

  add(time: number, bytes: number): void {
    const at = this.#count++
    if (at === this.#time.length) {
      const capacity = nextCapacity(at, at + 1)
      this.#time = grown(this.#time, capacity)
      this.#bytes = grown(this.#bytes, capacity)
    }
    this.#time[at] = time
    this.#bytes[at] = bytes
  }

  finish(): SeriesLine {
    const time = trimmed(this.#time, this.#count)
    const bytes = trimmed(this.#bytes, this.#count)
    const line = { measure: this.#measure, of: this.#of, time, bytes }
    if (time.every((moment, i) => i === 0 || moment >= time[i - 1]!)) return line
    const order = Uint32Array.from(time.keys())
    sortIndexesBy(order, (i) => time[i]!, false)
    return {
      ...line,
      time: Float64Array.from(order, (i) => time[i]!),
      bytes: Float64Array.from(order, (i) => bytes[i]!),
    }
  }
}
