import { column } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import { shownName } from '../../base/shown-name.ts'
import type { Task } from '../../base/task.ts'
import { EdgeNameCollector } from '../../model/edge-name-collector.ts'
import { EdgeNames, noEdgeNames } from '../../model/edge-names.ts'
import { WideNames } from '../../model/labels.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { StringTableBuilder } from '../../model/string-table.ts'
import { JsonDocument } from '../json/document.ts'
import { NumberSection } from '../json/number-section.ts'
import type { SectionReader } from '../json/section.ts'
import { SkippedNumbers } from '../json/skipped-numbers.ts'
import { StringSection } from '../json/string-section.ts'
import { KeptValue, SkippedValue } from '../json/value-section.ts'
import { EdgeColumns, type EdgeShape } from './edge-columns.ts'
import { EdgeTail } from './edge-tail.ts'
import type { TailBounds, TailFindings, TailReader } from './read-edge-tail.ts'
import { LocationColumns } from './location-columns.ts'
import { type CaptureSize, memoryNeed, tooBig } from './memory-need.ts'
import { type Header, readHeader } from './meta.ts'
import { NodeColumns } from './node-columns.ts'
import type { Reading } from './reading.ts'

/** Bytes read between two chances to cancel: about a millisecond's work. */
const SLICE = 1 << 18
const MAX_HEADER_BYTES = 1 << 22
/** Room made at first when the input's length is not known. */
const UNKNOWN_BYTES = 1 << 26

/** What a stream of bytes turned out to be. */
export interface ReadResult {
  readonly snapshot: Snapshot
  /** Bytes read. */
  readonly bytes: number
  /** How many edges the file has that were left out; null where none were. */
  readonly leftOut: number | null
}

/** The text of a snapshot and how to read it. */
export interface TextInput {
  /** The text in pieces of bytes, or the rest of it from `from` on. */
  chunks(from?: number): AsyncIterable<Uint8Array>
  /** Length of the input in bytes or null; only used to bound what the header claims. */
  readonly size: number | null
  /** Length of the text in bytes, where it is known, to tell how much memory it needs. */
  readonly textSize: number | null
  /** Whether other threads should see the columns. */
  readonly shared: boolean
  readonly reading: Reading
  /** Another thread that reads the last part of the edges, and by what it opens the text; null where none can. */
  readonly tail: { readonly reader: TailReader; readonly origin: unknown } | null
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
  return result ?? (await readText({ ...input, tail: null }, task))!
}

/** Null where another thread was to help and could not. */
async function readText(input: TextInput, task: Task): Promise<ReadResult | null> {
  const assembly = new Assembly(input)
  const document = new JsonDocument((key, byte) => assembly.section(key, byte))
  for (let next = 0; next !== -1;) {
    next = await readStretch(input.chunks(next), assembly, document, task)
  }
  document.end()
  if (!(await assembly.tailIsRead())) return null
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
      const tail = assembly.tailAfter(bytes)
      const to = Math.min(chunk.length, from + SLICE, tail ? from + tail.start - bytes : Infinity)
      document.push(chunk.subarray(from, to))
      from = to
      assembly.reached(document.bytes)
      if (tail && document.bytes === tail.start && assembly.takeTail(tail)) {
        document.jump(tail.end)
        return tail.end
      }
      const wait = task.tick(document.bytes)
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
  #header: Header | undefined
  #nodes: NodeColumns | undefined
  #edges: EdgeColumns | undefined
  #names: EdgeNameCollector | undefined
  #sequence = new Uint32Array(0)
  readonly #wide = new WideNames()
  #edgeSection: NumberSection | undefined
  #locations: LocationColumns | undefined
  #tail: EdgeTail | undefined
  #tailFindings: TailFindings | null = null
  /** How many edges another thread has read. */
  #tailEdges = 0

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
        return new StringSection(key, this.#strings)
      default:
        return new SkippedValue()
    }
  }

  /** Says how many bytes have been read: another thread must not be let into them. */
  reached(byte: number): void {
    if (this.#tail) this.#tail.reached = byte
  }

  /** What another thread reads of the edges and begins after `byte`; null where there is none such. */
  tailAfter(byte: number): TailBounds | null {
    const isOpen = this.#seen.at(-1) === 'edges'
    return (isOpen && this.#tail?.after(byte)) || null
  }

  /** Passes over that part. Returns whether it follows on what was read here. */
  takeTail({ edges }: TailBounds): boolean {
    const columns = this.#edges!
    const section = this.#edgeSection!
    if (!section.flush() || columns.count + edges !== this.declaredEdges) return false
    section.skipToEnd()
    columns.adopt(edges)
    this.#tail!.taken = true
    this.#tailEdges = edges
    return true
  }

  /** Waits for the other thread. Returns whether all edges are read, by whomever. */
  async tailIsRead(): Promise<boolean> {
    if (!this.#tail?.isRequested) return true
    this.#tailFindings = await this.#tail.findings()
    return this.#tailFindings !== null
  }

  finish(): Snapshot {
    for (const key of ['snapshot', 'nodes', 'edges', 'strings']) {
      if (!this.#seen.includes(key)) throw missing(key, this.#seen)
    }
    const nodes = this.#nodes!
    const edges = this.#edges
    const header = this.#header!
    this.#checkStrings(Math.max(nodes.maxName, edges?.maxName ?? 0, this.#tailFindings?.maxName ?? 0))
    const locations = this.#locations?.finish() ?? null
    return {
      family: 'v8',
      nodeCount: nodes.count,
      edgeCount: edges?.count ?? 0,
      root: header.root < nodes.count ? header.root : 0,
      ...nodes.finish(),
      nodeTypeNames: header.nodeTypes.names,
      ...(edges ? this.#finishEdges(edges) : withoutEdges(nodes)),
      edgeTypeNames: header.edgeTypes.names,
      strings: this.#strings.build(),
      locations,
      extraNativeBytes: header.extraNativeBytes,
    }
  }

  #finishEdges(edges: EdgeColumns) {
    const edgeLink = edges.finish()
    const { firstEdge } = this.#nodes!.finish()
    const sequence = this.#sequence
    const names = this.#names!
    const tail = this.#tailFindings
    const tuples = tail ? names.join(tail.names, edgeLink.length - this.#tailEdges) : names.tuples
    return { edgeLink, edgeNames: new EdgeNames({ sequence, tuples, wide: this.#wide.names }, firstEdge) }
  }

  #nodesSection(byte: number): SectionReader {
    const header = this.#readHeader('nodes')
    // A record is at least two bytes a number, so a header that claims more than fits is not believed.
    const capacity = Math.min(header.nodeCount, Math.ceil(this.#bytes / (2 * header.node.stride)))
    this.#checkMemory({
      nodes: capacity,
      edges: Math.min(header.edgeCount, Math.ceil(this.#bytes / (2 * header.edge.stride))),
      bytes: this.#input.textSize,
    })
    this.#nodes = new NodeColumns(header.node, header.nodeTypes.code, capacity, this.#input.shared)
    this.#seekTail(header, byte)
    return new NumberSection('nodes', this.#nodes)
  }

  #seekTail({ node, nodeCount, edge, edgeCount }: Header, nodesAt: number): void {
    const { tail, reading } = this.#input
    if (!tail || reading.shallowOnly) return
    this.#tail = new EdgeTail(tail.reader, tail.origin, {
      nodes: nodeCount,
      nodeStride: node.stride,
      edges: edgeCount,
      edgeStride: edge.stride,
      nodesAt,
    })
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
    const shape: EdgeShape = {
      layout: header.edge,
      codes: header.edgeTypes.code,
      nodeStride: header.node.stride,
      nodeCount: nodes.count,
      declared: nodes.edges,
    }
    const { shared } = this.#input
    const { firstEdge } = nodes.finish()
    const link = column(Uint32Array, capacity, shared)
    const sequence = column(Uint32Array, nodes.count, shared)
    this.#sequence = sequence
    this.#names = new EdgeNameCollector(firstEdge, sequence, shared)
    this.#edges = new EdgeColumns(shape, link, this.#names, this.#wide)
    this.#edgeSection = new NumberSection('edges', this.#edges)
    if (capacity === nodes.edges) this.#tail?.prepare({ shape, firstEdge, link, sequence })
    return this.#edgeSection
  }

  #locationsSection(): SectionReader {
    const header = this.#readHeader('locations')
    if (!header.location) return new SkippedValue()
    if (!this.#nodes) throw outOfOrder('locations', 'nodes')
    this.#locations = new LocationColumns(header.location, header.node.stride, this.#nodes.count)
    return new NumberSection('locations', this.#locations)
  }

  #readHeader(before: string): Header {
    if (!this.#seen.includes('snapshot')) {
      throw new HeapError('not-a-snapshot', describeOther(this.#seen), { section: before, byte: 0 })
    }
    const bytes = this.#headerBytes.bytes
    if (!bytes) {
      throw new HeapError(
        'bad-meta',
        'Section “snapshot” is longer than 4 MiB; this is not a V8 heap snapshot.',
      )
    }
    this.#header ??= readHeader(bytes)
    return this.#header
  }

  #checkMemory(size: CaptureSize): void {
    const { available, shallowOnly } = this.#input.reading
    if (available !== null && !shallowOnly && memoryNeed(size) > available) throw tooBig(size, available)
  }

  #checkStrings(max: number): void {
    const count = this.#strings.count
    if (max < count) return
    throw new HeapError(
      'bad-string',
      `A name refers to string ${max}, but section “strings” holds only ${count}; the file is damaged, capture it again.`,
      { section: 'strings', byte: 0 },
    )
  }
}

/** What stands for the edges of a snapshot without any. */
function withoutEdges(nodes: NodeColumns) {
  const { firstEdge } = nodes.finish()
  return { edgeLink: new Uint32Array(0), edgeNames: noEdgeNames(), firstEdge: firstEdge.fill(0) }
}

function missing(key: string, seen: readonly string[]): HeapError {
  if (seen.includes('snapshot')) {
    return new HeapError(
      'not-a-snapshot',
      `The file has no section “${key}”; it is not a whole heap snapshot, capture it again.`,
      {
        section: key,
        byte: 0,
      },
    )
  }
  return new HeapError('not-a-snapshot', describeOther(seen))
}

/** Names the kinds of file that people take for a heap snapshot. */
function describeOther(sections: readonly string[]): string {
  if (sections.includes('head') && sections.includes('samples')) {
    return 'This is a sampling profile (.heapprofile), which holds no objects; take a heap snapshot instead.'
  }
  if (sections.includes('version') && sections.includes('type')) {
    return "This is JavaScriptCore's own heap format; in Bun take the capture with generateHeapSnapshot('v8') instead."
  }
  if (sections.includes('traceEvents')) {
    return 'This is a performance trace, which holds no objects; take a heap snapshot instead.'
  }
  const found = sections.slice(0, 5).map(shownName)
  return `This is JSON but not a heap snapshot: it has ${found.length === 0 ? 'no sections' : found.join(', ')} and no “snapshot”; choose a .heapsnapshot file.`
}

function outOfOrder(section: string, needs: string): HeapError {
  return new HeapError(
    'not-a-snapshot',
    `Section “${section}” comes before “${needs}”, without which it cannot be read; its writer is broken.`,
    { section, byte: 0 },
  )
}
