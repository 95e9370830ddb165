import type { Task } from '../base/task.ts'
import type { Sum } from '../model/retainer-rows.ts'
import type { BoxMaker, PlaceBox, PlaceGroup } from './path-boxes.ts'

/** Boxes that are shown unless more are opened. */
const MOST_BOXES = 26
/** Boxes side by side below one, and how many more come when the rest is opened. */
const WIDTH = 5
/** So many are shown however few paths come through them; of others those with a hundredth of all paths at least. */
const LEAST_WIDTH = 1
const SMALL = 100
const MORE_WIDTH = 12
/** Of steps in a row: those shown at either end, the least that are folded between, and how many more come. */
const HEAD = 3
const TAIL = 3
const LEAST_FOLDED = 3
const MORE_STEPS = 20

/** A box to be shown, or what stands for boxes that are not. */
export type Draft =
  | { readonly id: string; readonly above: string | null; readonly kind: 'box'; readonly box: PlaceBox }
  | {
      readonly id: string
      readonly above: string
      readonly kind: 'more' | 'below' | 'steps'
      readonly hidden: number
      readonly through: Sum
    }

/** Chooses which boxes are shown: those with the most paths, a few dozen in all and a few below each. */
export class BoxDrafts {
  readonly #maker: BoxMaker
  readonly #opened: ReadonlySet<string>
  readonly #small: number
  readonly #drafts: Draft[] = []
  /** Boxes that are shown and have not been looked into. */
  readonly #waiting: PlaceBox[] = []
  #made = 0
  /** All paths. */
  #total = 0

  /** @param small those with less than one in so many of all paths are folded */
  constructor(maker: BoxMaker, opened: ReadonlySet<string>, small = SMALL) {
    this.#maker = maker
    this.#small = small
    this.#opened = opened
  }

  /** The boxes from the root on, each after the one above it. */
  async draw(task: Task): Promise<readonly Draft[]> {
    const root = this.#maker.root()
    this.#total = root.through.count
    this.#show(root, null)
    for (let box = this.#takeLargest(); box; box = this.#takeLargest()) {
      const width = this.#widthBelow(box)
      if (!this.#mayOpen(box, width)) this.#fold(box, 'below', box.groups)
      else {
        for (const group of box.groups.slice(0, width)) await this.#addChain(box, group, task)
        if (width < box.groups.length) this.#fold(box, 'more', box.groups.slice(width), width)
      }
    }
    return this.#drafts
  }

  /** The waiting box with the most paths that has anything below it. */
  #takeLargest(): PlaceBox | undefined {
    let best = -1
    for (const [i, box] of this.#waiting.entries()) {
      if (best === -1 || box.through.count > this.#waiting[best]!.through.count) best = i
    }
    return best === -1 ? undefined : this.#waiting.splice(best, 1)[0]
  }

  #widthBelow({ id, groups }: PlaceBox): number {
    const first = groups.findIndex(({ paths }, i) => i >= LEAST_WIDTH && paths * this.#small < this.#total)
    const width = this.#grown(`${id}.more`, first === -1 ? WIDTH : Math.min(first, WIDTH), MORE_WIDTH)
    // To fold a single one would save no room.
    return groups.length === width + 1 ? width + 1 : Math.min(width, groups.length)
  }

  #mayOpen({ id, above }: PlaceBox, width: number): boolean {
    return above === null || this.#drafts.length + width <= MOST_BOXES || this.#opened.has(`${id}.below`)
  }

  /** How many are shown where that grows each time the fold behind them is opened. */
  #grown(prefix: string, first: number, step: number): number {
    let shown = first
    while (this.#opened.has(prefix + shown)) shown += step
    return shown
  }

  /** Shows a box and, as long as there is nothing but one box below it, that one too; the middle of many is folded. */
  async #addChain(above: PlaceBox, group: PlaceGroup, task: Task): Promise<void> {
    const first = this.#maker.make(above, group)
    const head = this.#grown(`${first.id}.steps`, HEAD, MORE_STEPS)
    const last: PlaceBox[] = []
    let hidden = 0
    let box = this.#show(first, above.id)
    for (let steps = 1; box.selected.count === 0 && box.groups.length === 1; steps++) {
      const wait = task.tick(this.#made++)
      if (wait) await wait
      box = this.#maker.make(box, box.groups[0]!)
      if (steps < head) this.#show(box, box.above!.id)
      else last.push(box)
      if (last.length < TAIL + LEAST_FOLDED) continue
      last.shift()
      hidden++
    }
    if (hidden > 0) this.#endChain(first.id, head, hidden, last)
    else for (const step of last) this.#show(step, step.above!.id)
    this.#waiting.push(box)
  }

  /** Folds what was dropped and what is left beyond the tail. */
  #endChain(first: string, head: number, dropped: number, last: readonly PlaceBox[]): void {
    const tail = last.slice(-TAIL)
    const id = `${first}.steps${head}`
    const above = this.#drafts.at(-1)!.id
    const hidden = dropped + last.length - tail.length
    this.#drafts.push({ id, above, kind: 'steps', hidden, through: tail[0]!.through })
    tail.forEach((box, i) => this.#show(box, i === 0 ? id : box.above!.id))
  }

  #show(box: PlaceBox, above: string | null): PlaceBox {
    this.#drafts.push({ id: box.id, above, kind: 'box', box })
    if (box.above === null) this.#waiting.push(box)
    return box
  }

  #fold(box: PlaceBox, kind: 'more' | 'below', groups: readonly PlaceGroup[], width = 0): void {
    if (groups.length === 0) return
    const id = kind === 'more' ? `${box.id}.more${width}` : `${box.id}.below`
    const count = groups.reduce((sum, { paths }) => sum + paths, 0)
    const bytes = groups.reduce((sum, group) => sum + group.bytes, 0)
    this.#drafts.push({ id, above: box.id, kind, hidden: groups.length, through: { count, bytes } })
  }
}
