import { narrowClasses } from '../analyses/classes.ts'
import type { CompleteHeap, Heap } from '../analyses/heap.ts'
import { BitSet } from '../base/bit-set.ts'
import { within } from '../base/columns.ts'
import type { BlockCodec } from '../base/block-codec.ts'
import type { Task } from '../base/task.ts'
import { JsonReader } from '../format/container/json-reader.ts'
import type { RandomAccess } from '../format/container/random-access.ts'
import { ContainerReader } from '../format/container/reader.ts'
import { FAMILIES, type Family } from '../model/snapshot.ts'
import { collectDominated } from '../graph/dominated.ts'
import { findWeakMapPairs } from '../graph/weak-map-pairs.ts'
import { isTree } from './checks.ts'
import { ColumnLoader } from './load-columns.ts'
import { type Overview, overviewFromJson } from './overview.ts'
import { type Provenance, provenanceFromJson } from './provenance.ts'
import { SECTION } from './section-names.ts'

/** What a container says of the heap as a whole. */
interface Meta {
  readonly family: Family
  readonly provenance: Provenance
  readonly nodes: number
  readonly edges: number
  readonly root: number
  readonly nodeTypeNames: readonly string[]
  readonly edgeTypeNames: readonly string[]
  /** The version of the rules by which its heap was redacted; null where it was not. */
  readonly redactionRules: number | null
}

/** A heap in a container: its overview is there, its columns are read when they are asked for. */
export class SavedHeap {
  readonly overview: Overview
  readonly #reader: ContainerReader
  readonly #meta: Meta
  readonly #shared: boolean

  private constructor(reader: ContainerReader, meta: Meta, overview: Overview, shared: boolean) {
    this.#shared = shared
    this.#reader = reader
    this.#meta = meta
    this.overview = overview
  }

  /**
   * Reads the overview, in the phase 'read', which the caller ends.
   * @param shared whether the columns that another heap is compared by are to lie in memory that other threads can see
   * @throws HeapError
   */
  static async open(file: RandomAccess, codec: BlockCodec, task: Task, shared = false): Promise<SavedHeap> {
    task.begin('read', file.size)
    const reader = await ContainerReader.open(file, codec)
    const meta = readMeta(reader)
    const { value, reader: json } = await reader.json(SECTION.overview, task)
    const overview = overviewFromJson(value, json)
    if (overview.totals.nodes !== meta.nodes || overview.totals.edges !== meta.edges) {
      json.fail('counts other nodes or edges than the table of contents')
    }
    return new SavedHeap(reader, meta, overview, shared)
  }

  get family(): Family {
    return this.#meta.family
  }

  /** Whether values are replaced by their lengths. */
  get isRedacted(): boolean {
    return this.#meta.redactionRules !== null
  }

  get provenance(): Provenance {
    return this.#meta.provenance
  }

  /** Reads everything, in the phases 'read' and 'edges', the last of which the caller ends. @throws HeapError */
  async load(task: Task): Promise<CompleteHeap> {
    task.begin('read', this.#reader.size)
    const { nodes, edges, root } = this.#meta
    const { table, sizes, ready } = this.overview
    const columns = new ColumnLoader(this.#reader, task, nodes, edges)
    const snapshot = await this.#loadSnapshot(columns)
    const detachedness = await columns.detachedness()
    const shallowSize = await columns.nodeWide(SECTION.shallowSizes, this.#shared)
    const page = new BitSet(nodes, await columns.pageNodes())
    const distance = await columns.distances()
    const dominator = await columns.nodeWords(SECTION.dominators, nodes, this.#shared)
    const retainedSize = await columns.nodeWide(SECTION.retainedSizes, this.#shared)
    const classOf = await columns.nodeWords(SECTION.nodeClasses, table.classes.length)

    const strings = snapshot.strings.fileCount
    task.begin('edges', strings + 3 * nodes)
    const pairs = await findWeakMapPairs(snapshot.strings, task)
    const whole = await isTree(dominator, root, task, strings)
    if (!whole) throw columns.failure(SECTION.dominators, 'is no tree')
    const dominated = await collectDominated(dominator, root, task, strings + nodes)
    const essential = { page, pairs }
    const graph = { snapshot, essential, shallowSize, distance, dominator, retainedSize, dominated }
    return {
      snapshot,
      detachedness,
      shallowSize,
      table: { ...table, classOf: within(narrowClasses(classOf, table.classes.length), this.#shared) },
      sizes,
      ready: { ...ready, graph, retainers: null },
    }
  }

  async #loadSnapshot(columns: ColumnLoader): Promise<Heap['snapshot']> {
    const { family, nodes, edges, root, nodeTypeNames, edgeTypeNames, redactionRules: rules } = this.#meta
    const captured = this.overview.totals.strings
    const strings = await columns.strings(rules === null ? null : { rules, captured })
    const firstEdge = await columns.firstEdges()
    const edgeLink = await columns.edgeLinks((type) => edgeTypeNames[type] !== undefined)
    return {
      family,
      nodeCount: nodes,
      edgeCount: edges,
      root,
      nodeTypeNames,
      edgeTypeNames,
      nodeType: await columns.nodeTypes((type) => nodeTypeNames[type] !== undefined),
      nodeName: await columns.nodeWords(SECTION.nodeNames, strings.count),
      nodeId: await columns.nodeWide(SECTION.nodeIds, this.#shared),
      selfSize: await columns.nodeWide(SECTION.selfSizes),
      // Only what was made of them is kept.
      detachedness: null,
      firstEdge,
      edgeLink,
      edgeNames: await columns.edgeNames({ firstEdge, edgeLink, strings: strings.count }),
      strings,
      locations: await columns.locations(),
      ...(await columns.side(strings.count)),
      python: await columns.python(strings.count),
      extraNativeBytes: this.overview.totals.extraNativeBytes,
    }
  }
}

function readMeta({ contents, size }: ContainerReader): Meta {
  const json = new JsonReader('table of contents', size)
  const { meta } = contents
  const nodes = json.whole(meta['nodes'])
  const root = json.whole(meta['root'])
  if (root >= nodes) json.fail(`says that the root is node ${root} of ${nodes}`)
  return {
    family: json.oneOf(meta['family'], FAMILIES),
    provenance: provenanceFromJson(meta['provenance'], json),
    nodes,
    edges: json.whole(meta['edges']),
    root,
    nodeTypeNames: typeNames(meta['nodeTypeNames'], json),
    edgeTypeNames: typeNames(meta['edgeTypeNames'], json),
    redactionRules: meta['redacted'] === true ? json.whole(meta['redactionRules']) : null,
  }
}

/** Numbers without a name are null in JSON and empty here. */
function typeNames(value: unknown, json: JsonReader): string[] {
  const names: string[] = []
  json.list(value).forEach((name, type) => {
    if (name !== null) names[type] = json.text(name)
  })
  return names
}
