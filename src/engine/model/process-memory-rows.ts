import type { ProcessInfo } from './process-info.ts'

/** What resident memory is made of, in the order it is shown: objects, pymalloc, malloc, mappings, the rest. */
export const MEMORY_PARTS = [
  'small',
  'large',
  'blocks',
  'freeBlocks',
  'headers',
  'freePools',
  'tracemalloc',
  'native',
  'mallocFree',
  'releasable',
  'anonymous',
  'files',
  'shared',
  'stack',
  'other',
  'unexplained',
] as const
export type MemoryPartName = (typeof MEMORY_PARTS)[number]

/** How a part is known: counted by the capture, an allocator or the system, or worked out from what these counted. */
export type KnownBy = 'objects' | 'pymalloc' | 'malloc' | 'tracemalloc' | 'system' | 'estimate'

export interface MemoryPart {
  readonly name: MemoryPartName
  /** Bytes that are resident. */
  readonly bytes: number
  readonly by: KnownBy
  /** Bytes taken off what was counted, since they cannot be resident. */
  readonly notResident: number
}

/** What a capture does not say, so that parts are missing or not told apart. */
export type MissingFigure = 'rss' | 'regions' | 'arenas' | 'malloc'

/** Where the resident memory of a process is. Bytes. */
export interface MemoryFigures {
  /** Null where the system does not tell. */
  readonly rss: number | null
  /** What the parts add up to: `rss`, or where that is not known whatever is. */
  readonly whole: number
  /** Only parts that are known and not empty, in the order of `MEMORY_PARTS`. */
  readonly parts: readonly MemoryPart[]
  /** Objects of a size above 0, and their shallow sizes as the capture states them, resident or not. */
  readonly objects: { readonly count: number; readonly bytes: number }
  /** Bytes that objects and allocators have beyond the anonymous memory that is resident. */
  readonly notResident: number
  /** Bytes that the mappings have beyond `rss`: the figures contradict each other. */
  readonly contradiction: number
  readonly missing: readonly MissingFigure[]
}

export interface ProcessMemoryAnswer {
  readonly process: ProcessInfo
  /** Null where the capture says nothing of its memory. */
  readonly figures: MemoryFigures | null
}
