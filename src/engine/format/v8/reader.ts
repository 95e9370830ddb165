import { HeapError } from '../../base/error.ts'
import { shownName } from '../../base/shown-name.ts'
import type { Task } from '../../base/task.ts'
import { noEdgeNames } from '../../model/edge-names.ts'
import type { Locations, Snapshot } from '../../model/snapshot.ts'
import { type StringTable, StringTableBuilder } from '../../model/string-table.ts'
import { JsonDocument } from '../json/document.ts'
import { NumberSection } from '../json/number-section.ts'
import type { SectionReader } from '../json/section.ts'
import { SkippedNumbers } from '../json/skipped-numbers.ts'
import { StringSection } from '../json/string-section.ts'
import { KeptValue, SkippedValue } from '../json/value-section.ts'
import { createNumberParser } from '../kernel/create.ts'
import { EdgeSection } from './edge-section.ts'
import { EdgeTail } from './edge-tail.ts'
import type { Bounds } from './read-ahead.ts'
import { LocationColumns } from './location-columns.ts'
import { type CaptureSize, memoryNeed, tooBig } from './memory-need.ts'
import { type Header, readHeader } from './meta.ts'
import { NodeColumns } from './node-columns.ts'
import { MAX_HEADER_BYTES } from './reading.ts'
import { checkStrings, describeOther, missing, outOfOrder } from './section-faults.ts'
import { type SectionAhead, SectionsAhead } from './sections-ahead.ts'
import { SideSections } from './side-sections.ts'
import type { ReadResult, TextInput } from './text-input.ts'

/** Bytes read between two chances to cancel: about a millisecond's work. */
const SLICE = 1 << 18
/** Room made at first when the input's length is not known. */
const UNKNOWN_BYTES = 1 << 26

/** A stretch of the file that another thread reads. */
interface Stretch extends Bounds {
  /** Passes over it, when the document stands at its start. Returns whether it follows on what was read here. */
  take(document: JsonDocument): boolean
}

/**
 * Reads a V8 heap snapshot (`.heapsnapshot`, `.heaptimeline`) from pieces of bytes, in one pass and without ever
 * holding the text. Unknown sections are skipped; strides, fields and types come from the file's own header.
 * O(bytes) time; memory as `Snapshot` plus one piece.
 *
 * @throws HeapError that says what is wrong and where; `too-big` before any large allocation
 */
export async function readV8Snapshot(input: TextInput, task: Task): Promise<ReadResult> {
  task.begin('read', input.size ?? 0)
  const result = await readText(input, task)
  // What the other thread made of it did not fit: alone we find out what is wrong, if anything is.
  return result ?? (await readText({ ...input, tail: null, onEarly: null }, task))!
}

/** Null where another thread was to help and could not. */
async function readText(input: TextInput, task: Task): Promise<ReadResult | null> {
  const assembly = new Assembly(input)
  const document = new JsonDocument((key, byte) => assembly.section(key, byte))
  for (let next = 0; next !== -1;) {
    next = await readStretch(input.chunks(next), assembly, document, task)
  }
  document.end()
  if (!(await assembly.edgesAreRead())) return null
  const { bytes } = document
  const snapshot = assembly.finish()
  return { snapshot, bytes, leftOut: input.reading.shallowOnly ? assembly.declaredEdges : null }
}

/** Reads to the end, which is said by -1, or to where another thread begins. Returns where that one ends. */
async function readStretch(
  chunks: AsyncIterable<Uint8Array>,
  assembly: Assembly,
  document: JsonDocument,
  task: Task,
): Promise<number> {
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length;) {
      const { bytes } = document
      const other = assembly.readElsewhere(bytes)
      const to = Math.min(chunk.length, from + SLICE, other ? from + other.start - bytes : Infinity)
      document.push(chunk.subarray(from, to))
      from = to
      assembly.reached(document.bytes)
      if (other && document.bytes === other.start && other.take(document)) {
        document.jump(other.end)
        await assembly.waitForAhead()
        return other.end
      }
      const wait = task.tick(assembly.progress(document.bytes)) ?? assembly.tellEarly()
      if (wait) await wait
    }
  }
  return -1
}

/** Knows which section goes where and puts the columns together at the end. */
class Assembly {
  readonly #input: TextInput
  readonly #bytes: number
  readonly #seen: string[] = []
  readonly #headerBytes = new KeptValue(MAX_HEADER_BYTES)
  readonly #strings: StringTableBuilder
  readonly #side = new SideSections()
  #header: Header | undefined
  #nodes: NodeColumns | undefined
  #edges: EdgeSection | undefined
  #locations: LocationColumns | undefined
  #stringSection: StringSection | undefined
  #locationSection: NumberSection | undefined
  #tail: EdgeTail | undefined
  #ahead: SectionsAhead | undefined
  /** The sections behind the edges that another thread has read instead of this one. */
  readonly #taken = new Set<string>()
  #toldEarly = false
  #progress = 0

  constructor(input: TextInput) {
    this.#input = input
    this.#bytes = input.size ?? UNKNOWN_BYTES
    this.#strings = new StringTableBuilder(input.shared)
  }

  /** The edges that all nodes together declare. */
  get declaredEdges(): number {
    return this.#nodes?.edges ?? 0
  }

  /** @param byte where its value begins, or a little before */
  section(key: string, byte: number): SectionReader {
    if (this.#seen.includes(key)) {
      throw new HeapError(
        'not-a-snapshot',
        `Section ${shownName(key)} stands in the file twice; its writer is broken.`,
      )
    }
    this.#seen.push(key)
    switch (key) {
      case 'snapshot':
        return this.#headerBytes
      case 'nodes':
        return this.#nodesSection(byte)
      case 'edges':
        return this.#edgesSection()
      case 'locations':
        return this.#locationsSection()
      case 'strings':
        return (this.#stringSection = new StringSection(key, this.#strings))
      default:
        return this.#side.section(key, this.#seen.includes('snapshot') ? this.#readHeader(key).side : null)
    }
  }

  /** Says how many bytes have been read: another thread must not be let into them. */
  reached(byte: number): void {
    if (this.#tail) this.#tail.reached = byte
  }

  /** How many bytes count as read once this thread is at `byte`: what another reads meanwhile counts along. */
  progress(byte: number): number {
    const start = this.#tail?.start ?? null
    const share = start === null ? 1 : this.#bytes / start
    this.#progress = Math.max(this.#progress, Math.min(this.#bytes, byte * share))
    return this.#progress
  }

  /** The next stretch that another thread reads and that begins after `byte`; null where there is none such. */
  readElsewhere(byte: number): Stretch | null {
    const isOpen = this.#seen.at(-1) === 'edges'
    const tail = isOpen ? this.#tail?.after(byte) : null
    if (tail) return { ...tail, take: () => this.#edges!.takeTail(tail) }
    const section = this.#ahead?.after(byte)
    if (!section) return null
    return { ...section, take: (document) => document.awaitsValue && this.#takeAhead(section) }
  }

  /**
   * Hands on what is known before the references are read, once it is. Undefined where that is not so, or was done.
   * @throws whatever who takes it throws
   */
  tellEarly(): Promise<void> | undefined {
    const { onEarly, size } = this.#input
    const strings = this.#ahead?.strings
    if (this.#toldEarly || !onEarly || !strings || this.#seen.at(-1) !== 'edges') return undefined
    this.#toldEarly = true
    const nodes = this.#nodes!
    if (nodes.maxName >= strings.count) return undefined
    const edges = { ...NO_EDGES, firstEdge: new Uint32Array(nodes.count + 1) }
    const locations = this.#locations?.finish() ?? this.#ahead!.locations
    const snapshot = this.#snapshotOf(0, edges, strings, locations)
    return onEarly({ snapshot, bytes: size ?? 0, leftOut: this.declaredEdges })
  }

  /** Waits for what another thread is reading ahead, which comes next, and hands it on where that was not done. */
  async waitForAhead(): Promise<void> {
    await this.#ahead?.settled
    await this.tellEarly()
  }

  #takeAhead({ key }: SectionAhead): boolean {
    if (this.#seen.at(-1) !== key) return false
    const section = key === 'strings' ? this.#stringSection : this.#locationSection
    // Locations were sorted by the nodes that the header declares.
    if (key === 'locations' && this.#nodes?.count !== this.#header?.nodeCount) return false
    section?.skipToEnd()
    if (section) this.#taken.add(key)
    return section !== undefined
  }

  /** Waits for the other thread. Returns whether all edges are read, by whomever. */
  async edgesAreRead(): Promise<boolean> {
    return !this.#edges || this.#edges.isRead()
  }

  finish(): Snapshot {
    for (const key of ['snapshot', 'nodes', 'edges', 'strings']) {
      if (!this.#seen.includes(key)) throw missing(key, this.#seen)
    }
    const nodes = this.#nodes!
    const edges = this.#edges
    const strings = this.#taken.has('strings') ? this.#ahead!.strings! : this.#strings.build()
    const { maxName, ...side } = this.#side.finish(this.#header!.node.stride)
    checkStrings(Math.max(nodes.maxName, edges?.maxName ?? 0, maxName), strings.count)
    const locations = this.#taken.has('locations')
      ? this.#ahead!.locations
      : (this.#locations?.finish() ?? null)
    const columns = edges?.finish() ?? withoutEdges(nodes)
    return { ...this.#snapshotOf(edges?.count ?? 0, columns, strings, locations), ...side }
  }

  #snapshotOf(
    edgeCount: number,
    edges: Partial<Pick<Snapshot, 'firstEdge'>> & Pick<Snapshot, 'edgeLink' | 'edgeNames'>,
    strings: StringTable,
    locations: Locations | null,
  ): Snapshot {
    const nodes = this.#nodes!
    const header = this.#header!
    return {
      family: header.python ? 'cpython' : 'v8',
      nodeCount: nodes.count,
      edgeCount,
      root: header.root < nodes.count ? header.root : 0,
      ...nodes.finish(),
      nodeTypeNames: header.nodeTypes.names,
      ...edges,
      edgeTypeNames: header.edgeTypes.names,
      strings,
      locations,
      traces: null,
      scopes: null,
      extraNativeBytes: header.extraNativeBytes,
    }
  }

  #nodesSection(byte: number): SectionReader {
    const header = this.#readHeader('nodes')
    // A record is at least two bytes a number, so a header that claims more than fits is not believed.
    const capacity = Math.min(header.nodeCount, Math.ceil(this.#bytes / (2 * header.node.stride)))
    this.#checkMemory({
      nodes: capacity,
      edges: Math.min(header.edgeCount, Math.ceil(this.#bytes / (2 * header.edge.stride))),
      bytes: this.#input.textSize,
      tracked: header.tracked,
      python: header.python !== null,
    })
    const parser = createNumberParser()
    this.#nodes = new NodeColumns(
      header.node,
      header.nodeTypes.code,
      parser,
      capacity,
      this.#input.shared,
      header.python,
    )
    this.#seekTail(header, byte)
    return new NumberSection('nodes', this.#nodes, parser)
  }

  #seekTail({ node, nodeCount, edge, edgeCount, location }: Header, nodesAt: number): void {
    const { tail, reading, onEarly } = this.#input
    if (!tail || reading.shallowOnly) return
    const layout = {
      nodes: nodeCount,
      nodeStride: node.stride,
      edges: edgeCount,
      edgeStride: edge.stride,
      nodesAt,
    }
    this.#tail = new EdgeTail(tail.reader, tail.origin, layout, onEarly !== null)
    const search = { origin: tail.origin, location, nodeStride: node.stride, nodeCount }
    this.#ahead = new SectionsAhead(tail.reader, search, this.#tail.found)
    // One after the other: both at once would keep the early rows waiting.
    this.#tail.before = this.#ahead.settled
  }

  #edgesSection(): SectionReader {
    const header = this.#readHeader('edges')
    const nodes = this.#nodes
    if (!nodes) throw outOfOrder('edges', 'nodes')
    if (nodes.count === 0) {
      throw new HeapError(
        'not-a-snapshot',
        'Section “nodes” is empty: the capture holds no heap; take it again.',
      )
    }
    if (this.#input.reading.shallowOnly) return new SkippedNumbers()
    const capacity = Math.min(nodes.edges, Math.ceil(this.#bytes / (2 * header.edge.stride)))
    const shape = {
      layout: header.edge,
      codes: header.edgeTypes.code,
      nodeStride: header.node.stride,
      nodeCount: nodes.count,
      declared: nodes.edges,
    }
    const { firstEdge } = nodes.finish()
    const { shared } = this.#input
    this.#edges = new EdgeSection({ shape, firstEdge, capacity, shared }, this.#tail)
    return this.#edges.reader
  }

  #locationsSection(): SectionReader {
    const header = this.#readHeader('locations')
    if (!header.location) return new SkippedValue()
    if (!this.#nodes) throw outOfOrder('locations', 'nodes')
    this.#locations = new LocationColumns(header.location, header.node.stride, this.#nodes.count)
    return (this.#locationSection = new NumberSection('locations', this.#locations))
  }

  #readHeader(before: string): Header {
    if (!this.#seen.includes('snapshot')) {
      throw new HeapError('not-a-snapshot', describeOther(this.#seen), { section: before, byte: 0 })
    }
    const bytes = this.#headerBytes.bytes
    if (!bytes) {
      throw new HeapError('bad-meta', 'Section “snapshot” is longer than 8 MiB; this is not a heap snapshot.')
    }
    this.#header ??= readHeader(bytes)
    return this.#header
  }

  #checkMemory(size: CaptureSize): void {
    const { available, shallowOnly } = this.#input.reading
    if (available !== null && !shallowOnly && memoryNeed(size) > available) throw tooBig(size, available)
  }
}

const NO_EDGES = { edgeLink: new Uint32Array(0), edgeNames: noEdgeNames() }

/** What stands for the edges of a snapshot without any. */
function withoutEdges(nodes: NodeColumns) {
  const { firstEdge } = nodes.finish()
  return { ...NO_EDGES, firstEdge: firstEdge.fill(0) }
}
