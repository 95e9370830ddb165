import { HeapError } from '../../base/error.ts'
import type { Task } from '../../base/task.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { StringTableBuilder } from '../../model/string-table.ts'
import { JsonDocument } from '../json/document.ts'
import { NumberSection } from '../json/number-section.ts'
import type { SectionReader } from '../json/section.ts'
import { SkippedNumbers } from '../json/skipped-numbers.ts'
import { StringSection } from '../json/string-section.ts'
import { KeptValue, SkippedValue } from '../json/value-section.ts'
import { EdgeColumns } from './edge-columns.ts'
import { LocationColumns } from './location-columns.ts'
import { type CaptureSize, memoryNeed, tooBig } from './memory-need.ts'
import { type Header, readHeader } from './meta.ts'
import { NodeColumns } from './node-columns.ts'
import { EVERYTHING, type Reading } from './reading.ts'

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

/**
 * Reads a V8 heap snapshot (`.heapsnapshot`, `.heaptimeline`) from pieces of bytes, in one pass and without ever
 * holding the text. Unknown sections are skipped; strides, fields and types come from the file's own header.
 * O(bytes) time; memory as `Snapshot` plus one piece.
 *
 * @param size length of the input in bytes or null; only used to bound what the header claims
 * @param shared whether other threads should see the columns
 * @param textSize length of the text in bytes, where it is known, to tell how much memory it needs
 * @throws HeapError that says what is wrong and where; `too-big` before any large allocation
 */
export async function readV8Snapshot(
  chunks: AsyncIterable<Uint8Array>,
  size: number | null,
  task: Task,
  shared: boolean,
  reading: Reading = EVERYTHING,
  textSize: number | null = size,
): Promise<ReadResult> {
  const assembly = new Assembly(size ?? UNKNOWN_BYTES, shared, reading, textSize)
  const document = new JsonDocument((key) => assembly.section(key))
  let bytes = 0
  task.begin('read', size ?? 0)
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += SLICE) {
      const slice = chunk.subarray(from, from + SLICE)
      document.push(slice)
      bytes += slice.length
      const wait = task.tick(bytes)
      if (wait) await wait
    }
  }
  document.end()
  const snapshot = await assembly.finish(() => task.tick(bytes))
  return { snapshot, bytes, leftOut: reading.shallowOnly ? assembly.declaredEdges : null }
}

/** Knows which section goes where and puts the columns together at the end. */
class Assembly {
  readonly #bytes: number
  readonly #shared: boolean
  readonly #reading: Reading
  readonly #textSize: number | null
  readonly #seen: string[] = []
  readonly #headerBytes = new KeptValue(MAX_HEADER_BYTES)
  readonly #strings: StringTableBuilder
  #header: Header | undefined
  #nodes: NodeColumns | undefined
  #edges: EdgeColumns | undefined
  #locations: LocationColumns | undefined

  constructor(bytes: number, shared: boolean, reading: Reading, textSize: number | null) {
    this.#bytes = bytes
    this.#shared = shared
    this.#reading = reading
    this.#textSize = textSize
    this.#strings = new StringTableBuilder(shared)
  }

  /** The edges that all nodes together declare. */
  get declaredEdges(): number {
    return this.#nodes?.edges ?? 0
  }

  section(key: string): SectionReader {
    if (this.#seen.includes(key)) {
      throw new HeapError(
        'not-a-snapshot',
        `Section “${key}” stands in the file twice; its writer is broken.`,
      )
    }
    this.#seen.push(key)
    switch (key) {
      case 'snapshot':
        return this.#headerBytes
      case 'nodes':
        return this.#nodesSection()
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

  /** @param breathe lets others run between two steps */
  async finish(breathe: () => Promise<void> | undefined): Promise<Snapshot> {
    for (const key of ['snapshot', 'nodes', 'edges', 'strings']) {
      if (!this.#seen.includes(key)) throw missing(key, this.#seen)
    }
    const nodes = this.#nodes!
    const edges = this.#edges
    const header = this.#header!
    this.#checkStrings(Math.max(nodes.maxName, edges?.maxName ?? 0))
    const locations = (await this.#locations?.finish(breathe)) ?? null
    return {
      family: 'v8',
      nodeCount: nodes.count,
      edgeCount: edges?.count ?? 0,
      root: header.root < nodes.count ? header.root : 0,
      ...nodes.finish(),
      nodeTypeNames: header.nodeTypes.names,
      ...(edges?.finish() ?? withoutEdges(nodes)),
      edgeTypeNames: header.edgeTypes.names,
      strings: this.#strings.build(),
      locations,
      extraNativeBytes: header.extraNativeBytes,
    }
  }

  #nodesSection(): SectionReader {
    const header = this.#readHeader('nodes')
    // A record is at least two bytes a number, so a header that claims more than fits is not believed.
    const capacity = Math.min(header.nodeCount, Math.ceil(this.#bytes / (2 * header.node.stride)))
    this.#checkMemory({
      nodes: capacity,
      edges: Math.min(header.edgeCount, Math.ceil(this.#bytes / (2 * header.edge.stride))),
      bytes: this.#textSize,
    })
    this.#nodes = new NodeColumns(header.node, header.nodeTypes.code, capacity, this.#shared)
    return new NumberSection('nodes', this.#nodes)
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
    if (this.#reading.shallowOnly) return new SkippedNumbers()
    const capacity = Math.min(nodes.edges, Math.ceil(this.#bytes / (2 * header.edge.stride)))
    this.#edges = new EdgeColumns(
      header.edge,
      header.edgeTypes.code,
      header.node.stride,
      nodes.count,
      nodes.edges,
      capacity,
      this.#shared,
    )
    return new NumberSection('edges', this.#edges)
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
    const { available, shallowOnly } = this.#reading
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
  return { edgeLink: new Uint32Array(0), edgeName: new Uint32Array(0), firstEdge: firstEdge.fill(0) }
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
  const found = sections.slice(0, 5).map((name) => `“${name.slice(0, 40)}”`)
  return `This is JSON but not a heap snapshot: it has ${found.length === 0 ? 'no sections' : found.join(', ')} and no “snapshot”; choose a .heapsnapshot file.`
}

function outOfOrder(section: string, needs: string): HeapError {
  return new HeapError(
    'not-a-snapshot',
    `Section “${section}” comes before “${needs}”, without which it cannot be read; its writer is broken.`,
    { section, byte: 0 },
  )
}
