/** Browsers draw nothing beyond some tens of millions of pixels; every one of them can bear this much. */
export const MOST_PIXELS = 8_000_000

/**
 * Scrolls through a content of any height in a box of at most `MOST_PIXELS`. `real` is where the box is scrolled to,
 * `offset` is what part of the content is in sight; both in pixels from the top. Small moves are moves by as much in the
 * content, so that wheel and keys feel as ever; large ones (the scroll bar is dragged) go to the same fraction of it.
 */
export class ScaledScroll {
  #total = 0
  #room = 0
  #real = 0
  /** offset = real + shift. */
  #shift = 0

  /** Height of the box's content. */
  get height(): number {
    return Math.min(this.#total, MOST_PIXELS)
  }

  /** The first pixel of the content in sight. */
  get offset(): number {
    return this.#real + this.#shift
  }

  /** How much lower the content would stand unscaled: what is at `y` is drawn at `y - shift`. */
  get shift(): number {
    return this.#shift
  }

  /**
   * Takes the content's height and how much of it is in sight.
   * @returns where the box is to be scrolled to, so that the same part stays in sight
   */
  resize(total: number, room: number): number {
    const { offset } = this
    this.#total = total
    this.#room = room
    return this.moveTo(offset)
  }

  /**
   * Takes where the box was scrolled to.
   * @returns where it is to be scrolled to instead, or null where it is well as it is
   */
  scrolled(real: number): number | null {
    const moved = real - this.#real
    if (Math.abs(moved) > 2 * this.#room) {
      this.#real = real
      this.#shift = Math.round(this.#fraction(real, this.#mostReal) * this.#mostOffset) - real
      return null
    }
    const offset = Math.max(0, Math.min(this.offset + moved, this.#mostOffset))
    if (!this.#leavesRoom(real, offset)) return this.moveTo(offset)
    this.#real = real
    this.#shift = offset - real
    return null
  }

  /** Brings a part of the content into sight. @returns where the box is to be scrolled to */
  moveTo(offset: number): number {
    const to = Math.max(0, Math.min(offset, this.#mostOffset))
    const near = this.#room * 4
    const least = Math.min(to, near)
    const most = this.#mostReal - Math.min(this.#mostOffset - to, near)
    const real = Math.round(this.#fraction(to, this.#mostOffset) * this.#mostReal)
    this.#real = Math.max(least, Math.min(real, most))
    this.#shift = to - this.#real
    return this.#real
  }

  get #mostReal(): number {
    return Math.max(0, this.height - this.#room)
  }

  get #mostOffset(): number {
    return Math.max(0, this.#total - this.#room)
  }

  #fraction(part: number, whole: number): number {
    return whole === 0 ? 0 : part / whole
  }

  /** Whether the box can be scrolled on by its own height both ways, or to the content's end if that is nearer. */
  #leavesRoom(real: number, offset: number): boolean {
    const above = Math.min(offset, this.#room)
    const below = Math.min(this.#mostOffset - offset, this.#room)
    const ends = (offset > 0 || real === 0) && (offset < this.#mostOffset || real === this.#mostReal)
    return ends && real >= above && this.#mostReal - real >= below
  }
}
