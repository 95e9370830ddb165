import { column } from '../../base/columns.ts'
import { EdgeNameCollector } from '../../model/edge-name-collector.ts'
import { EdgeNames } from '../../model/edge-names.ts'
import { WideNames } from '../../model/labels.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { NumberSection } from '../json/number-section.ts'
import { createNumberParser } from '../kernel/create.ts'
import { EdgeColumns, type EdgeShape } from './edge-columns.ts'
import type { EdgeTail } from './edge-tail.ts'
import type { TailBounds, TailFindings } from './read-edge-tail.ts'

/** What the section is read into. */
export interface EdgeRoom {
  readonly shape: EdgeShape
  readonly firstEdge: Uint32Array
  /** How many edges to make room for at first. */
  readonly capacity: number
  /** Whether other threads should see the columns. */
  readonly shared: boolean
}

/** The section `edges`, of which another thread may read the end. */
export class EdgeSection {
  readonly reader: NumberSection
  readonly #room: EdgeRoom
  readonly #columns: EdgeColumns
  readonly #names: EdgeNameCollector
  readonly #sequence: Uint32Array
  readonly #wide = new WideNames()
  readonly #tail: EdgeTail | undefined
  /** How many edges the other thread reads, once this one has passed over them. */
  #tailEdges = 0
  #tailFindings: TailFindings | null = null

  constructor(room: EdgeRoom, tail: EdgeTail | undefined) {
    const { shape, firstEdge, capacity, shared } = room
    const link = column(Uint32Array, capacity, shared)
    this.#room = room
    this.#tail = tail
    this.#sequence = column(Uint32Array, shape.nodeCount, shared)
    this.#names = new EdgeNameCollector(firstEdge, this.#sequence, shared)
    const parser = createNumberParser()
    this.#columns = new EdgeColumns(shape, link, this.#names, this.#wide, parser)
    this.reader = new NumberSection('edges', this.#columns, parser)
    if (capacity === shape.declared) tail?.prepare({ shape, firstEdge, link, sequence: this.#sequence })
  }

  /** How many edges are there. */
  get count(): number {
    return this.#columns.count
  }

  /** The largest string index used as a name. */
  get maxName(): number {
    return Math.max(this.#columns.maxName, this.#tailFindings?.maxName ?? 0)
  }

  /** Passes over the other thread's part. Returns whether it follows on what was read here. */
  takeTail({ edges }: TailBounds): boolean {
    if (!this.reader.flush() || this.#columns.count + edges !== this.#room.shape.declared) return false
    this.reader.skipToEnd()
    this.#columns.adopt(edges)
    this.#tail!.taken = true
    this.#tailEdges = edges
    return true
  }

  /** Waits for the other thread. Returns whether all edges are read, by whomever. */
  async isRead(): Promise<boolean> {
    if (!this.#tail?.isRequested) return true
    this.#tailFindings = await this.#tail.findings()
    return this.#tailFindings !== null
  }

  /** @throws HeapError where there are fewer edges than the nodes declare */
  finish(): Pick<Snapshot, 'edgeLink' | 'edgeNames'> {
    const edgeLink = this.#columns.finish()
    const findings = this.#tailFindings
    const tuples = findings
      ? this.#names.join(findings.names, edgeLink.length - this.#tailEdges)
      : this.#names.tuples
    const wide = [this.#wide.names, findings?.wide ?? []]
    const columns = { sequence: this.#sequence, tuples, wide }
    return { edgeLink, edgeNames: new EdgeNames(columns, this.#room.firstEdge) }
  }
}
