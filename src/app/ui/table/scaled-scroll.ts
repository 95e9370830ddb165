/** Browsers draw nothing beyond some tens of millions of pixels; every one of them can bear this much. */
export const MOST_PIXELS = 8_000_000

/**
 * Scrolls through a content of any height in a box of at most `MOST_PIXELS`. `real` is where the box is scrolled to,
 * `offset` is what part of the content is in sight; both in pixels from the top. Small moves are moves by as much in the
 * content, so that wheel and keys feel as ever; large ones (the scroll bar is dragged) go to the same fraction of it. A
 * few heights at either end are as high in the box as in the content, so that no move is cut short by the box's end.
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
    if (Math.abs(moved) > this.#smallMove) {
      this.#real = real
      this.#shift = this.#scaled(real, this.#mostReal, this.#mostOffset) - real
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
    this.#real = this.#scaled(to, this.#mostOffset, this.#mostReal)
    this.#shift = to - this.#real
    return this.#real
  }

  get #mostReal(): number {
    return Math.max(0, this.height - this.#room)
  }

  get #mostOffset(): number {
    return Math.max(0, this.#total - this.#room)
  }

  /** Moves of at most so many pixels are of a wheel or a key. */
  get #smallMove(): number {
    return 2 * this.#room
  }

  /** Where a place of a stretch of pixels is in another: the ends are of one scale, what is between them is stretched. */
  #scaled(place: number, from: number, to: number): number {
    const end = Math.min(2 * this.#smallMove, this.#mostReal / 2)
    if (place <= end) return place
    if (from - place <= end) return to - (from - place)
    return end + Math.round(((place - end) / (from - 2 * end)) * (to - 2 * end))
  }

  /** Whether the box can be scrolled on by a small move both ways, or to the content's end if that is nearer. */
  #leavesRoom(real: number, offset: number): boolean {
    const above = Math.min(offset, this.#smallMove)
    const below = Math.min(this.#mostOffset - offset, this.#smallMove)
    const ends = (offset > 0 || real === 0) && (offset < this.#mostOffset || real === this.#mostReal)
    return ends && real >= above && this.#mostReal - real >= below
  }
}
