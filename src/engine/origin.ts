import type { Heap } from './analyses/heap.ts'
import { totalsOf } from './analyses/heap-totals.ts'
import { presentClasses } from './analyses/list-classes.ts'
import type { Stage, Summary } from './model/rows.ts'
import type { Family } from './model/snapshot.ts'
import type { Provenance } from './saved/provenance.ts'
import { SavedHeap } from './saved/saved-heap.ts'

/** What kinds of file are called, for people. */
const FORMATS: Readonly<Record<Family, string>> = {
  v8: 'V8 heap snapshot',
  'v8 profile': 'V8 sampling heap profile',
  cpython: 'Python heap snapshot',
  'cpython trace': 'tracemalloc snapshot',
  series: 'memory over time',
  'line report': 'line report of memory_profiler',
}

const HOLDS: Readonly<Record<Family, Summary['holds']>> = {
  v8: 'objects',
  'v8 profile': 'samples',
  cpython: 'objects',
  'cpython trace': 'blocks',
  series: 'series',
  'line report': 'lines',
}

/** What a summary says but for how long it took. */
export function summaryOf(origin: Origin, heap: Heap | SavedHeap): Omit<Summary, 'phases'> {
  const { file, bytes, leftOut } = origin
  const [totals, listed] =
    heap instanceof SavedHeap ? [heap.overview.totals, heap.overview] : [totalsOf(heap), heap]
  return {
    file,
    ...formOf(heap),
    stage: stageOf(origin, heap),
    bytes,
    ...totals,
    edges: leftOut ?? totals.edges,
    classes: presentClasses(listed).length,
  }
}

function stageOf({ early, leftOut }: Origin, heap: Heap | SavedHeap): Stage {
  if (early) return 'early'
  if (leftOut !== null) return 'shallow'
  if (heap instanceof SavedHeap) return 'totals'
  return heap.ready ? 'ready' : 'parsed'
}

function formOf(heap: Heap | SavedHeap): Pick<Summary, 'family' | 'format' | 'holds' | 'redacted'> {
  const family = heap instanceof SavedHeap ? heap.family : heap.snapshot.family
  const redacted = heap instanceof SavedHeap ? heap.isRedacted : heap.snapshot.strings.isRedacted
  return { family, format: FORMATS[family], holds: HOLDS[family], redacted }
}

/** Where a session's heap came from, and its clock. */
export interface Origin {
  readonly file: string
  /** Bytes read, after decompression. */
  readonly bytes: number
  /** What a container says of itself; null for a capture. */
  readonly provenance: Provenance | null
  /** How many references of the file were left out; null where none were. */
  readonly leftOut: number | null
  /** Whether they are being read meanwhile, for a session that takes the place of this one. */
  readonly early: boolean
  readonly now: () => number
}
