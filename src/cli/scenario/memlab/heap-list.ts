import { onlyGiven } from './only-given.ts'

/** All nodes or edges of a heap in the file's order, as memlab's filters read them: made one by one when they are read. */
export class HeapList<Item> {
  readonly length: number
  readonly #make: (index: number) => Item

  constructor(length: number, make: (index: number) => Item) {
    this.length = length
    this.#make = make
  }

  get(index: number): Item | null {
    return Number.isInteger(index) && index >= 0 && index < this.length ? this.#make(index) : null
  }

  /** @param visit ends it by returning false */
  forEach(visit: (item: Item, index: number) => unknown): void {
    for (let i = 0; i < this.length; i++) if (visit(this.#make(i), i) === false) return
  }
}

onlyGiven(HeapList, 'list')
