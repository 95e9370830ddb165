import { edgeHasIndex } from '#engine/model/kinds.ts'
import { linkTarget, linkType } from '#engine/model/links.ts'
import type { HeapNode } from './heap-node.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'
import type { HeapView } from './heap-view.ts'
import { onlyGiven } from './only-given.ts'

/** A reference as memlab's filters read it. */
export class HeapEdge {
  readonly #view: HeapView
  readonly #index: number
  readonly #source: number

  constructor(view: HeapView, index: number, source: number) {
    this.#view = view
    this.#index = index
    this.#source = source
  }

  get snapshot(): HeapSnapshot {
    return this.#view.snapshot
  }

  get edgeIndex(): number {
    return this.#index
  }

  get type(): string {
    return this.#view.heap.snapshot.edgeTypeNames[linkType(this.#link)]!
  }

  get is_index(): boolean {
    return edgeHasIndex(linkType(this.#link))
  }

  get name_or_index(): string | number {
    return this.#view.edgeName(this.#index, this.#source)
  }

  get to_node(): number {
    return linkTarget(this.#link)
  }

  get toNode(): HeapNode {
    return this.#view.node(this.to_node)
  }

  get fromNode(): HeapNode {
    return this.#view.node(this.#source)
  }

  getJSONifyableObject(): Record<string, unknown> {
    return {
      name_or_index: this.name_or_index,
      type: this.type,
      edgeIndex: this.edgeIndex,
      toNode: this.toNode.getJSONifyableObject(),
      fromNode: this.fromNode.getJSONifyableObject(),
    }
  }

  /** @param how as `JSON.stringify` takes it */
  toJSONString(...how: never[]): string {
    return JSON.stringify(this.getJSONifyableObject(), ...how)
  }

  get #link(): number {
    return this.#view.heap.snapshot.edgeLink[this.#index]!
  }
}

onlyGiven(HeapEdge, 'edge')
