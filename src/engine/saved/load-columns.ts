import type { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import type { ContainerReader } from '../format/container/reader.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import { EdgeNames } from '../model/edge-names.ts'
import { linkTarget, linkType, MAX_EDGE_TYPES } from '../model/links.ts'
import type { PythonHeap } from '../model/python-heap.ts'
import type { Locations, Places, WideColumn } from '../model/snapshot.ts'
import { type RedactedTexts, type StringTable, StringTableBuilder } from '../model/string-table.ts'
import { allBelow, allFrom, allSizes, isAscending } from './checks.ts'
import { type NamedEdges, readEdgeNames } from './edge-name-columns.ts'
import { readPython } from './python-columns.ts'
import { SECTION } from './section-names.ts'
import { readSide, type Side } from './side-columns.ts'

/** Reads the columns of a saved heap and checks of each what those who read it rely on. */
export class ColumnLoader {
  readonly #reader: ContainerReader
  readonly #task: Task
  readonly #nodes: number
  readonly #edges: number

  constructor(reader: ContainerReader, task: Task, nodes: number, edges: number) {
    this.#reader = reader
    this.#task = task
    this.#nodes = nodes
    this.#edges = edges
  }

  /** Numbers below `bound`, one a node. @param shared whether other threads should see them */
  async nodeWords(name: string, bound: number, shared = false): Promise<Uint32Array> {
    const check = (values: Uint32Array): void =>
      this.#expect(allBelow(values, bound), name, `has a number that is not below ${bound}`)
    const column = await this.#reader.words(name, this.#task, check, shared)
    return this.#long(column, name, this.#nodes)
  }

  async nodeTypes(isKnown: (type: number) => boolean): Promise<Uint8Array> {
    const seen = new Uint8Array(256)
    const name = SECTION.nodeTypes
    const column = await this.#reader.bytes(name, this.#task, (values) => {
      for (let i = 0; i < values.length; i++) seen[values[i]!] = 1
    })
    this.#expect(
      seen.every((there, type) => there === 0 || isKnown(type)),
      name,
      'has a type without a name',
    )
    return this.#long(column, name, this.#nodes)
  }

  /** Sizes or ids, one a node. @param shared whether other threads should see them */
  async nodeWide(name: string, shared = false): Promise<WideColumn> {
    const column = await this.#reader.wide(name, this.#task, shared)
    this.#expect(allSizes(column), name, 'has a number that is below 0 or not finite')
    return this.#long(column, name, this.#nodes)
  }

  async distances(): Promise<Int32Array> {
    const name = SECTION.distances
    const column = await this.#reader.integers(name, this.#task)
    this.#expect(allFrom(column, NO_DISTANCE), name, `has a distance below ${NO_DISTANCE}`)
    return this.#long(column, name, this.#nodes)
  }

  /** One a node, or none at all. */
  async detachedness(): Promise<Uint8Array> {
    const column = await this.#reader.bytes(SECTION.detachedness, this.#task)
    return column.length === 0 ? column : this.#long(column, SECTION.detachedness, this.#nodes)
  }

  async pageNodes(): Promise<Uint8Array> {
    const column = await this.#reader.bytes(SECTION.pageNodes, this.#task)
    return this.#long(column, SECTION.pageNodes, (this.#nodes + 7) >>> 3)
  }

  async firstEdges(): Promise<Uint32Array> {
    const name = SECTION.firstEdges
    const column = this.#long(await this.#reader.words(name, this.#task), name, this.#nodes + 1)
    const bounded = column[0] === 0 && column[this.#nodes] === this.#edges
    this.#expect(bounded && isAscending(column), name, 'does not part the edges among the nodes')
    return column
  }

  async edgeLinks(isKnown: (type: number) => boolean): Promise<Uint32Array> {
    const name = SECTION.edgeLinks
    let types = 0
    const column = await this.#reader.words(name, this.#task, (values) => {
      const { most, seen } = surveyLinks(values)
      types |= seen
      this.#expect(most < this.#nodes, name, `has an edge to node ${most} of ${this.#nodes}`)
    })
    // One more number than there may be types fits into a link.
    for (let type = 0; type <= MAX_EDGE_TYPES; type++) {
      this.#expect(((types >>> type) & 1) === 0 || isKnown(type), name, 'has a type without a name')
    }
    return this.#long(column, name, this.#edges)
  }

  async edgeNames(edges: NamedEdges): Promise<EdgeNames> {
    return new EdgeNames(await readEdgeNames(this.#reader, edges, this.#task), edges.firstEdge)
  }

  /** @param redaction what the container says of it where its heap is redacted */
  async strings(redaction: Pick<RedactedTexts, 'rules' | 'captured'> | null): Promise<StringTable> {
    const length = await this.#reader.words(SECTION.stringLengths, this.#task)
    const builder = new StringTableBuilder()
    let index = 0
    let missing = length[0] ?? 0
    const finishWhole = (): void => {
      while (missing === 0 && index < length.length) {
        builder.finish()
        missing = length[++index] ?? 0
      }
    }
    finishWhole()
    for await (const piece of this.#reader.pieces(SECTION.stringBytes, this.#task)) {
      for (let from = 0; from < piece.length;) {
        this.#expect(index < length.length, SECTION.stringBytes, 'has more bytes than its strings')
        const to = Math.min(piece.length, from + missing)
        builder.append(piece, from, to)
        missing -= to - from
        from = to
        finishWhole()
      }
    }
    this.#expect(index === length.length, SECTION.stringBytes, 'has fewer bytes than its strings')
    const table = builder.build(redaction ? await this.#redacted(redaction, length.length) : undefined)
    const { value, reader } = await this.#reader.json(SECTION.addedStrings, this.#task)
    for (const text of reader.list(value)) table.add(reader.text(text))
    return table
  }

  async #redacted(
    redaction: Pick<RedactedTexts, 'rules' | 'captured'>,
    strings: number,
  ): Promise<RedactedTexts> {
    const units = await this.#reader.words(SECTION.textLengths, this.#task)
    this.#long(units, SECTION.textLengths, strings)
    const cut = await this.#reader.words(SECTION.cutTexts, this.#task)
    this.#expect(allBelow(cut, strings), SECTION.cutTexts, 'has a string that is not there')
    return { ...redaction, units, cut: new Set(cut) }
  }

  async locations(): Promise<Locations | null> {
    if (!this.#reader.has(SECTION.nodePlaces)) return null
    const places = await this.#places()
    const count = places.line.length
    const place = await this.#reader.words(SECTION.nodePlaces, this.#task)
    this.#expect(allBelow(place, count), SECTION.nodePlaces, 'has a place that is not there')
    this.#long(place, SECTION.nodePlaces, this.#nodes)
    return { place: count > 0xffff ? place : new Uint16Array(place), places }
  }

  async #places(): Promise<Places> {
    const scriptId = await this.#reader.words(SECTION.placeScripts, this.#task)
    const column = async (name: string): Promise<Uint32Array> =>
      this.#long(await this.#reader.words(name, this.#task), name, scriptId.length)
    return {
      scriptId,
      line: await column(SECTION.placeLines),
      column: await column(SECTION.placeColumns),
      // A number past the nodes stands for no script.
      scriptNode: this.#reader.has(SECTION.placeScriptNodes) ? await column(SECTION.placeScriptNodes) : null,
    }
  }

  /** Bytes, one a node. */
  async nodeBytes(name: string): Promise<Uint8Array> {
    return this.#long(await this.#reader.bytes(name, this.#task), name, this.#nodes)
  }

  async python(strings: number): Promise<PythonHeap | null> {
    return readPython(this, this.#reader, strings, this.#task)
  }

  /** What the capture says beside its objects. @param strings how many there are */
  async side(strings: number): Promise<Side> {
    return readSide(this.#reader, { nodes: this.#nodes, strings }, this.#task)
  }

  #long<Column extends { readonly length: number }>(column: Column, name: string, length: number): Column {
    this.#expect(column.length === length, name, `has ${column.length} entries instead of ${length}`)
    return column
  }

  #expect(holds: boolean, name: string, what: string): void {
    if (!holds) throw this.failure(name, what)
  }

  failure(name: string, what: string): HeapError {
    return this.#reader.damaged(name, what)
  }
}

/** The largest target, and the types as bits. Targets stand in the upper bits of links. */
function surveyLinks(links: Uint32Array): { most: number; seen: number } {
  let most = 0
  let seen = 0
  for (let i = 0; i < links.length; i++) {
    const link = links[i]!
    if (link > most) most = link
    seen |= 1 << linkType(link)
  }
  return { most: linkTarget(most), seen }
}
