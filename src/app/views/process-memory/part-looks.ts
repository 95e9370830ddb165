import type { MemoryPartName } from '#engine/model/process-memory-rows.ts'

/** How a part is drawn: its family by colour, itself by a letter. What is free is hatched besides. */
export interface PartLook {
  readonly letter: string
  readonly color: string
}

const OBJECTS = 'var(--kind-object)'
const PYMALLOC = 'var(--kind-array)'
const MALLOC = 'var(--kind-native)'

export const PART_LOOKS: Readonly<Record<MemoryPartName, PartLook>> = {
  small: { letter: 'O', color: OBJECTS },
  large: { letter: 'L', color: OBJECTS },
  blocks: { letter: 'B', color: PYMALLOC },
  freeBlocks: { letter: 'F', color: PYMALLOC },
  headers: { letter: 'H', color: PYMALLOC },
  freePools: { letter: 'P', color: PYMALLOC },
  tracemalloc: { letter: 'T', color: MALLOC },
  native: { letter: 'C', color: MALLOC },
  mallocFree: { letter: 'M', color: MALLOC },
  releasable: { letter: 'E', color: MALLOC },
  anonymous: { letter: 'A', color: 'var(--kind-closure)' },
  files: { letter: 'D', color: 'var(--kind-code)' },
  shared: { letter: 'S', color: 'var(--kind-number)' },
  stack: { letter: 'K', color: 'var(--kind-string)' },
  other: { letter: 'V', color: 'var(--kind-string)' },
  unexplained: { letter: '?', color: 'var(--kind-system)' },
}
