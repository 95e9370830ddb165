import type { HeapNode } from './heap-node.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'
import type { HeapView } from './heap-view.ts'
import { onlyGiven } from './only-given.ts'

/** Where an object was made or a function stands, as memlab's filters read it. */
export class HeapLocation {
  readonly #view: HeapView
  readonly #node: number
  readonly #place: number

  private constructor(view: HeapView, node: number, place: number) {
    this.#view = view
    this.#node = node
    this.#place = place
  }

  /** That of a node, or null where the file has none. */
  static of(view: HeapView, node: number): HeapLocation | null {
    const place = view.heap.snapshot.locations?.place[node] ?? 0
    return place === 0 ? null : new HeapLocation(view, node, place)
  }

  get snapshot(): HeapSnapshot {
    return this.#view.snapshot
  }

  get node(): HeapNode {
    return this.#view.node(this.#node)
  }

  get script_id(): number {
    return this.#places.scriptId[this.#place]!
  }

  get line(): number {
    return this.#places.line[this.#place]!
  }

  get column(): number {
    return this.#places.column[this.#place]!
  }

  getJSONifyableObject(): Record<string, unknown> {
    return {
      node: this.node.getJSONifyableObject(),
      script_id: this.script_id,
      line: this.line,
      column: this.column,
    }
  }

  /** @param how as `JSON.stringify` takes it */
  toJSONString(...how: never[]): string {
    return JSON.stringify(this.getJSONifyableObject(), ...how)
  }

  get #places() {
    return this.#view.heap.snapshot.locations!.places
  }
}

onlyGiven(HeapLocation, 'location')
