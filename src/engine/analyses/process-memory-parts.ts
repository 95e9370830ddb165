import type { KnownBy, MemoryPart, MemoryPartName } from '../model/process-memory-rows.ts'

export const MEMORY_GROUPS = ['Objects', 'pymalloc', 'malloc', 'Mappings', 'Rest'] as const
type MemoryGroup = (typeof MEMORY_GROUPS)[number]

export interface MemoryPartWords {
  readonly title: string
  readonly group: MemoryGroup
  /** Whether it is memory that an allocator keeps and the program does not use. */
  readonly free: boolean
  /** What it is, and what shrinks it. */
  readonly about: string
}

export const MEMORY_PART_WORDS: Readonly<Record<MemoryPartName, MemoryPartWords>> = {
  small: {
    title: 'Objects up to 512 bytes',
    group: 'Objects',
    free: false,
    about:
      'Living objects, by shallow size, that are small enough for pymalloc. Fewer or leaner objects shrink it: Classes and Dominators say which.',
  },
  large: {
    title: 'Larger objects',
    group: 'Objects',
    free: false,
    about:
      'Living objects of more than 512 bytes, whose contents malloc serves: big lists, dicts, texts, bytes, arrays that own their data. Objects, sorted by size, says which.',
  },
  blocks: {
    title: 'Blocks beside objects',
    group: 'pymalloc',
    free: false,
    about:
      'Blocks in use that no object of the capture accounts for: sizes rounded up to 16 bytes, heads of larger objects, what the interpreter and extensions keep. It follows the number of objects.',
  },
  freeBlocks: {
    title: 'Free blocks',
    group: 'pymalloc',
    free: true,
    about:
      'Room for new objects between living ones. An arena goes back to the system only when all of its blocks are free, so a few survivors keep it: drop what outlives a peak, build it before the peak, or do peak work in a child process.',
  },
  headers: {
    title: 'Headers and rounding',
    group: 'pymalloc',
    free: true,
    about:
      'The head of each pool, and what is left over where blocks do not fill it. It follows the number of pools.',
  },
  freePools: {
    title: 'Free pools',
    group: 'pymalloc',
    free: true,
    about:
      'Pools without any block in use, within arenas that are not empty. They serve blocks of any size next.',
  },
  tracemalloc: {
    title: 'Records of tracemalloc',
    group: 'malloc',
    free: false,
    about: 'What tracemalloc keeps of each block while it traces. Fewer frames or stopping it shrinks it.',
  },
  native: {
    title: 'In use by C code',
    group: 'malloc',
    free: false,
    about:
      'What malloc has in use, less objects and traces: buffers of extensions and C libraries, that no Python object states as its size. Release or close what owns them; a native profiler says who allocated them.',
  },
  mallocFree: {
    title: 'Free in malloc',
    group: 'malloc',
    free: true,
    about:
      'Freed, but with something in use above it. malloc_trim(0) gives back whole pages of it; MALLOC_ARENA_MAX=2 keeps it small in programs with many threads; so does jemalloc.',
  },
  releasable: {
    title: 'Free at malloc’s end',
    group: 'malloc',
    free: true,
    about:
      'Freed at the end of the heap: malloc gives it back by itself once it is large enough, or by malloc_trim(0).',
  },
  anonymous: {
    title: 'Other anonymous memory',
    group: 'Mappings',
    free: false,
    about:
      'Anonymous memory from neither allocator: mmap without a file, allocators of extensions, stacks of threads, variables of libraries, and pymalloc and malloc where their figures are not known. Fewer threads and smaller pools of extensions shrink it.',
  },
  files: {
    title: 'Libraries and mapped files',
    group: 'Mappings',
    free: false,
    about:
      'The interpreter, shared libraries and files that are mapped. Most of it is shared with other processes and can be dropped under pressure; importing less shrinks it.',
  },
  shared: {
    title: 'Shared memory',
    group: 'Mappings',
    free: false,
    about:
      'Memory that processes share: multiprocessing.shared_memory, mmap without a file, /dev/shm. It goes when the last process unlinks and closes it.',
  },
  stack: {
    title: 'Main thread’s stack',
    group: 'Mappings',
    free: false,
    about: 'Other threads have theirs in other anonymous memory. Shallower recursion keeps it small.',
  },
  other: {
    title: 'Kernel’s mappings',
    group: 'Mappings',
    free: false,
    about: 'What the kernel maps into every process, and regions that have no other name.',
  },
  unexplained: {
    title: 'Not explained',
    group: 'Rest',
    free: false,
    about: 'Resident, but in no figure of the capture. A capture by the agent on Linux says more.',
  },
}

const KNOWN_BY: Readonly<Record<KnownBy, string>> = {
  objects: 'measured: sum of objects',
  pymalloc: 'measured: pymalloc',
  malloc: 'measured: malloc',
  tracemalloc: 'measured: tracemalloc',
  system: 'measured: system',
  estimate: 'estimated: difference',
}

/**
 * How a part is known, in words.
 * @param bytes writes a size for people
 */
export function knownWords({ by, notResident }: MemoryPart, bytes: (size: number) => string): string {
  return notResident > 0 ? `estimated: ${bytes(notResident)} more are not resident` : KNOWN_BY[by]
}
