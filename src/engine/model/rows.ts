/**
 * What lists and details are made of. Rows are plain data: they cross to the page, to JSON and to tests unchanged.
 * Sizes are bytes. Sizes and distances that need the whole graph are null until it is ready.
 */

import type { GenerationName } from './python-heap.ts'
import type { Family } from './snapshot.ts'

/** What an object is, in nine words: the palette of the page. */
export type Kind =
  | 'object'
  | 'closure'
  | 'string'
  | 'array'
  | 'code'
  | 'native'
  | 'number'
  | 'system'
  | 'root'

/** A stretch of a list. `rows` are entries `start` to `start + rows.length` of the `total` that pass the filter. */
export interface Page<Row> {
  readonly start: number
  readonly rows: readonly Row[]
  /** How many pass the filter. */
  readonly total: number
  /** How many there are without the filter. */
  readonly all: number
}

export interface Sort<Column extends string> {
  readonly column: Column
  readonly descending: boolean
}

/** Asks for entries `start` to `end` (exclusive) of a list. */
export interface ListRequest<Column extends string> {
  readonly start: number
  readonly end: number
  readonly sort?: Sort<Column>
  /** In the filter language, see `docs/filter.md`. */
  readonly filter?: string
}

/** `apart`: the engine's internals are left out and counted; `only`: nothing else is listed. */
export type Internals = 'apart' | 'only'

/** Asks for what surrounds an object. Without `internals` everything is listed. */
export interface NearRequest<Column extends string> extends ListRequest<Column> {
  readonly internals?: Internals
}

/** Engine's internals that pass the filter and were left out of a list. */
export interface Folded {
  /** How many rows that are. */
  readonly count: number
  /** Of distinct objects. */
  readonly shallowSize: number
  /** Null where they may retain each other, so that adding up would say nothing. */
  readonly retainedSize: number | null
}

export interface NearPage<Row> extends Page<Row> {
  readonly folded: Folded
}

export type ClassColumn = 'name' | 'count' | 'shallowSize' | 'retainedSize' | 'distance'
export type NodeColumn =
  | 'id'
  | 'name'
  | 'className'
  | 'kind'
  | 'type'
  | 'shallowSize'
  | 'selfSize'
  | 'retainedSize'
  | 'distance'
  | 'references'
  | 'detached'
  // Of Python objects alone.
  | 'refcount'
  | 'length'
  // Where two heaps are compared.
  | 'change'
  | 'growth'
/** `order` is the file's own order. */
export type EdgeColumn = 'order' | 'edge' | 'name' | 'shallowSize' | 'retainedSize' | 'distance'

/** All instances of one class taken together. */
export interface ClassRow {
  /** Its number in this session. */
  readonly index: number
  /** Names the class across sessions: its name, with its script position where classes of one name differ by it. */
  readonly key: string
  readonly name: string
  readonly kind: Kind
  /** Objects with an adjusted shallow size above 0; the others' bytes are counted with their owners. */
  readonly count: number
  readonly shallowSize: number
  readonly retainedSize: number | null
  /** The smallest distance of an instance. */
  readonly distance: number | null
  /** Where its constructor stands, counting from 1. */
  readonly source: SourcePosition | null
  /** The filter that finds its objects and no others. */
  readonly query: string
}

/** Asks for classes. */
export interface ClassRequest extends ListRequest<ClassColumn> {
  /** Leaves out what the engine makes for itself: classes of the kinds `system` and `code`. */
  readonly folded?: boolean
}

export interface ClassPage extends Page<ClassRow> {
  /** The classes that pass the filter and were left out; `shallowSize` is that of all their objects. */
  readonly folded: { readonly classes: number; readonly shallowSize: number }
}

export interface SourcePosition {
  /** Null where the file does not say which script it was. */
  readonly url: string | null
  readonly scriptId: number
  readonly line: number
  readonly column: number
}

export interface NodeRow {
  /** Position in the file; names the node in this session. */
  readonly node: number
  /** The heap's own id: @123. */
  readonly id: number
  readonly type: string
  readonly kind: Kind
  /** For people: joined strings, `{a, b}` for plain objects. At most 1,024 characters. */
  readonly name: string
  readonly className: string
  /** `ClassRow.key` of its class. */
  readonly classKey: string
  /** Adjusted: with the bytes of the backing stores and maps it alone owns. */
  readonly shallowSize: number
  /** As the file states it. */
  readonly selfSize: number
  readonly retainedSize: number | null
  readonly distance: number | null
  readonly detached: boolean
  /** Number of edges out of it. */
  readonly references: number
  /** What only heaps of CPython say; absent in others. */
  readonly python?: PythonRow
  /** What became of it between base and target; absent where its heap stands alone. */
  readonly change?: NodeChange
}

/** What an object is to the program, where it is not simply data. A namespace is the dict of names of something else. */
export type PythonRole = 'module' | 'class' | 'namespace'

/** What CPython knows of one object. */
export interface PythonRow {
  /** Null where it is immortal. */
  readonly refcount: number | null
  /** Items, characters or bytes; 0 where it has no such thing. */
  readonly length: number
  readonly generation: GenerationName
  readonly role: PythonRole | null
}

/** What became of an object between two heaps, the base and the target. `new` and `deleted` ones are in one alone. */
export const STATUSES = ['same', 'new', 'deleted', 'moved', 'grown', 'shrunk'] as const
/** `moved`: it is of another class in the other heap. `grown` and `shrunk` speak of what it retains. */
export type Status = (typeof STATUSES)[number]

export interface NodeChange {
  readonly status: Status
  /** The same object in the other heap. */
  readonly other: {
    readonly id: number
    readonly className: string
    readonly shallowSize: number
    readonly retainedSize: number
  } | null
}

/** One reference with the node at its other end: the target in `references`, the source in `retainers`. */
export interface EdgeRow {
  readonly edge: number
  readonly edgeType: string
  readonly edgeName: string | number
  /** How a program writes it, where the heap's language has rules of its own; absent where name and type tell. */
  readonly written?: string
  /** Whether it keeps its target alive. */
  readonly essential: boolean
  /** The node at the other end. */
  readonly node: NodeRow
}

export interface PathEdge {
  readonly type: string
  readonly name: string | number
  /** As in `EdgeRow`. */
  readonly written?: string
}

/** One step of the path from the root to an object. */
export interface PathStep {
  readonly node: NodeRow
  /** The edge that leads here from the step before; null for the first. */
  readonly edge: PathEdge | null
  /** Whether every path to the object comes through here. */
  readonly dominator: boolean
}

export interface ObjectDetail {
  readonly node: NodeRow
  /** Null for the root and until known. */
  readonly dominator: NodeRow | null
  /**
   * From the root's child down to the object itself; empty where nothing but weak references leads to it; null until
   * known.
   */
  readonly path: readonly PathStep[] | null
  readonly references: number
  readonly retainers: number | null
  readonly dominated: number | null
  /** Where it was constructed or, for a function, defined. */
  readonly source: SourcePosition | null
  /** Null but in heaps of CPython. */
  readonly python: PythonDetail | null
}

/** What a heap of CPython says of one object beside its row. */
export interface PythonDetail {
  /** References in the heap that its reference count counts; null until known. */
  readonly counted: number | null
  /** Its reference count without these: who holds it from elsewhere; null until known, and where it is immortal. */
  readonly outside: number | null
  readonly hasFinalizer: boolean
  /** Whether its attributes are in a dict of their own. */
  readonly hasOwnDict: boolean
}

export interface KindRow {
  readonly kind: Kind
  /** Objects with an adjusted shallow size above 0. */
  readonly count: number
  readonly shallowSize: number
}

/**
 * `parsed`: names and shallow sizes are there; `ready`: all is. `shallow`: names and sizes as the file states them are
 * there, and nothing more will come, since the references were left out; `early`: the same is there, and the references
 * are still being read; `totals`: what there is to say of the whole and of classes is there, retained sizes among it, and
 * the objects are still being read from a container.
 */
export type Stage = 'early' | 'parsed' | 'totals' | 'ready' | 'shallow'

/** What a file tells of. */
export type Holding = 'objects' | 'samples' | 'blocks' | 'series' | 'lines'

export interface Summary {
  readonly file: string
  readonly family: Family
  /** Which format it is, for people. */
  readonly format: string
  /**
   * What it tells of: objects, the samples of a profile, the memory blocks of tracemalloc, memory over time, or what lines added. Only the first are a heap;
   * the others have one of nothing but a root.
   */
  readonly holds: Holding
  /** Whether values were replaced by their lengths before it was written. */
  readonly redacted: boolean
  readonly stage: Stage
  /** Bytes read, after decompression. */
  readonly bytes: number
  readonly nodes: number
  readonly edges: number
  readonly strings: number
  /** Sum over all nodes. */
  readonly shallowSize: number
  /** Native memory that the file reports beside the nodes. */
  readonly extraNativeBytes: number
  /** Nodes that nothing but weak references lead to; null until known. */
  readonly unreachable: number | null
  readonly classes: number
  readonly phases: readonly { readonly name: string; readonly ms: number }[]
}

/** What a search found: at most one object by its id, and classes by name. */
export interface Found {
  readonly node: NodeRow | null
  readonly classes: Page<ClassRow>
}

/** One node as the command line prints it. */
export interface NodeRecord {
  readonly id: number
  readonly type: string
  readonly name: string
  readonly class: string
  readonly shallowSize: number
  readonly retainedSize: number
  /** Null where nothing leads to it. */
  readonly distance: number | null
  /** The dominator's id; null for the root. */
  readonly dominator: number | null
}
