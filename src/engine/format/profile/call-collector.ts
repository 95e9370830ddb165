import { column, grown, nextCapacity, trimmed } from '../../base/columns.ts'
import type { StringTable } from '../../model/string-table.ts'
import { TextCollector } from '../text-collector.ts'
import type { TraceFunctions, TraceTree } from '../../model/traces.ts'

/** A function as a profile states it. Lines and columns count from 0; -1 where none is known. */
export interface CallFrame {
  name: string
  scriptId: number
  url: string
  line: number
  column: number
}

/** Takes the calls of a profile as they come, and makes columns of them. */
export class CallCollector {
  readonly #strings = new TextCollector()
  readonly #functionOf = new Map<string, number>()
  readonly #functions: number[][] = []
  #id = column(Uint32Array, 0, false)
  #parent = column(Uint32Array, 0, false)
  #function = column(Uint32Array, 0, false)
  #size = column(Float64Array, 0, false)
  #count = 0
  #hasFrames = false

  /** Whether any call says whose it is. */
  get hasFrames(): boolean {
    return this.#hasFrames
  }

  /** Begins a call below `parent`, or at the top where that is -1. Returns its number. */
  begin(parent: number): number {
    const call = this.#count++
    if (call === this.#id.length) {
      const capacity = nextCapacity(call, call + 1)
      this.#id = grown(this.#id, capacity)
      this.#parent = grown(this.#parent, capacity)
      this.#function = grown(this.#function, capacity)
      this.#size = grown(this.#size, capacity)
    }
    this.#parent[call] = parent === -1 ? call : parent
    this.#function[call] = this.#functionNumber({ name: '', scriptId: 0, url: '', line: -1, column: -1 })
    return call
  }

  parentOf(call: number): number {
    const parent = this.#parent[call]!
    return parent === call ? -1 : parent
  }

  setFunction(call: number, frame: CallFrame): void {
    this.#hasFrames = true
    this.#function[call] = this.#functionNumber(frame)
  }

  setId(call: number, id: number): void {
    this.#id[call] = id
  }

  setSize(call: number, size: number): void {
    this.#size[call] = size
  }

  /** @param samples ids of the calls that samples belong to: their number is the count of a call */
  finish(samples: Uint32Array): { tree: TraceTree; functions: TraceFunctions; strings: StringTable } {
    const id = trimmed(this.#id, this.#count)
    const callOf = new Map(Array.from(id, (one, call) => [one, call]))
    const count = new Uint32Array(this.#count)
    for (const sample of samples) {
      const call = callOf.get(sample)
      if (call !== undefined) count[call]!++
    }
    const part = (at: number): Uint32Array => Uint32Array.from(this.#functions, (one) => one[at]!)
    return {
      tree: {
        id,
        parent: trimmed(this.#parent, this.#count),
        functionIndex: trimmed(this.#function, this.#count),
        count,
        size: trimmed(this.#size, this.#count),
      },
      functions: { name: part(0), scriptName: part(1), scriptId: part(2), line: part(3), column: part(4) },
      strings: this.#strings.build(),
    }
  }

  #functionNumber({ name, scriptId, url, line, column: at }: CallFrame): number {
    const key = `${scriptId} ${line} ${at} ${name}\n${url}`
    const known = this.#functionOf.get(key)
    if (known !== undefined) return known
    this.#functionOf.set(key, this.#functions.length)
    const texts = [this.#strings.indexOf(name), this.#strings.indexOf(url)]
    return this.#functions.push([...texts, scriptId, line + 1, at + 1]) - 1
  }
}
