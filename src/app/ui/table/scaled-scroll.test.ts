import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_PIXELS, ScaledScroll } from './scaled-scroll.ts'

/** A box as browsers have it: it cannot be scrolled past its ends. */
class Box {
  readonly scroll = new ScaledScroll()
  real = 0
  readonly #room: number

  constructor(total: number, room: number) {
    this.#room = room
    this.real = this.scroll.resize(total, room)
  }

  to(real: number): void {
    this.real = Math.max(0, Math.min(real, Math.max(0, this.scroll.height - this.#room)))
    this.real = this.scroll.scrolled(this.real) ?? this.real
  }

  by(pixels: number): void {
    this.to(this.real + pixels)
  }
}

const ROOM = 800
const LARGE = 240_000_000
const END = LARGE - ROOM

describe('a content that fits into a box', () => {
  test('is scrolled as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60_000 }), { maxLength: 20 }), (places) => {
        const box = new Box(50_000, ROOM)
        for (const place of places) {
          box.to(place)
          expect(box.scroll.offset).toBe(box.real)
          expect(box.scroll.shift).toBe(0)
        }
      }),
    )
  })

  test('or is shorter than its box stays where it is', () => {
    const box = new Box(300, ROOM)
    box.by(100)
    expect([box.real, box.scroll.offset, box.scroll.height]).toEqual([0, 0, 300])
  })
})

describe('a content taller than any box', () => {
  test('has a box that browsers can draw', () => {
    expect(new Box(LARGE, ROOM).scroll.height).toBe(MOST_PIXELS)
  })

  test('moves by as many pixels as the wheel says, wherever it is', () => {
    const moves = fc.array(fc.integer({ min: -1500, max: 1500 }), { maxLength: 60 })
    const nearAnEnd = fc.nat({ max: 8 * ROOM })
    const starts = fc.oneof(
      fc.nat({ max: MOST_PIXELS }),
      nearAnEnd,
      nearAnEnd.map((below) => MOST_PIXELS - ROOM - below),
    )
    fc.assert(
      fc.property(starts, moves, (start, pixels) => {
        const box = new Box(LARGE, ROOM)
        box.to(start)
        let expected = box.scroll.offset
        for (const move of pixels) {
          expected = Math.max(0, Math.min(expected + move, END))
          box.by(move)
          expect(box.scroll.offset).toBeCloseTo(expected, 4)
          // There is a way on, and none beyond the ends.
          if (expected > 1) expect(box.real).toBeGreaterThan(0)
          if (expected < END - 1) expect(box.real).toBeLessThan(MOST_PIXELS - ROOM)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('goes to the same fraction where the scroll bar is dragged, and to both ends', () => {
    const box = new Box(LARGE, ROOM)
    box.to((MOST_PIXELS - ROOM) / 2)
    expect(box.scroll.offset).toBeCloseTo(END / 2, 3)
    box.to(MOST_PIXELS)
    expect(box.scroll.offset).toBeCloseTo(END, 3)
    box.to(0)
    expect(box.scroll.offset).toBeCloseTo(0, 3)
  })

  test('brings any part into sight, from where both ways lead on', () => {
    fc.assert(
      fc.property(fc.nat({ max: END }), (offset) => {
        const box = new Box(LARGE, ROOM)
        box.real = box.scroll.moveTo(offset)
        expect(box.scroll.offset).toBeCloseTo(offset, 4)
        box.by(500)
        expect(box.scroll.offset).toBeCloseTo(Math.min(offset + 500, END), 4)
        box.by(-700)
        expect(box.scroll.offset).toBeCloseTo(Math.max(0, Math.min(offset + 500, END) - 700), 4)
      }),
    )
  })

  test('keeps what is in sight when it grows or shrinks, as far as that is still there', () => {
    const box = new Box(LARGE, ROOM)
    box.real = box.scroll.moveTo(1_000_000)
    box.scroll.resize(LARGE * 2, ROOM)
    expect(box.scroll.offset).toBeCloseTo(1_000_000, 4)
    box.scroll.resize(500_000, ROOM)
    expect(box.scroll.offset).toBe(500_000 - ROOM)
  })
})
