import { grown } from '../base/columns.ts'
import type { Gathered } from '../model/dominator-rows.ts'

/** What of its cell a box shows: the cell as a whole, its own bytes, or what is gathered below it. */
export const Part = { cell: 0, own: 1, rest: 2 } as const

/** The rectangles of a drawing, each after the one it lies in or below; columns of `count` entries. */
export interface Boxes {
  readonly count: number
  readonly x: Float64Array
  readonly y: Float64Array
  readonly width: Float64Array
  readonly height: Float64Array
  /** The cell's place in the list of cells. */
  readonly cell: Uint32Array
  /** Numbers of `Part`. */
  readonly part: Uint8Array
  /** Bytes. */
  readonly size: Float64Array
  /** By cell: what its box for the rest stands for, with the cells that the drawing had no room for. */
  readonly rest: readonly Gathered[]
  /** By cell: the box of the whole cell, or -1 where it is not drawn. */
  readonly boxOf: Int32Array
}

/** One rectangle. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Collects boxes in columns that grow. */
export class BoxCollector {
  #count = 0
  #numbers = new Float64Array(5 * 256)
  #cell = new Uint32Array(256)
  #part = new Uint8Array(256)

  add({ x, y, width, height }: Box, cell: number, part: number, size: number): number {
    const at = this.#count++
    if (at === this.#cell.length) {
      this.#numbers = grown(this.#numbers, 10 * at)
      this.#cell = grown(this.#cell, 2 * at)
      this.#part = grown(this.#part, 2 * at)
    }
    this.#numbers.set([x, y, width, height, size], 5 * at)
    this.#cell[at] = cell
    this.#part[at] = part
    return at
  }

  boxes(rest: readonly Gathered[]): Boxes {
    const count = this.#count
    const numbers = this.#numbers
    const column = (which: number) => Float64Array.from({ length: count }, (_, i) => numbers[5 * i + which]!)
    const cell = this.#cell.slice(0, count)
    const part = this.#part.slice(0, count)
    const boxOf = new Int32Array(rest.length).fill(-1)
    for (let i = 0; i < count; i++) if (part[i] === Part.cell) boxOf[cell[i]!] = i
    const size = column(4)
    return {
      count,
      x: column(0),
      y: column(1),
      width: column(2),
      height: column(3),
      cell,
      part,
      size,
      rest,
      boxOf,
    }
  }
}

/** The box at a point that lies in no other there, or -1: the last that holds the point. O(boxes). */
export function boxAt({ count, x, y, width, height }: Boxes, pointX: number, pointY: number): number {
  for (let i = count - 1; i >= 0; i--) {
    const right = pointX - x[i]!
    const down = pointY - y[i]!
    if (right >= 0 && right < width[i]! && down >= 0 && down < height[i]!) return i
  }
  return -1
}
