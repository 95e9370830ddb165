import type { ProcessInfo, ProcessMemory, RegionKind, TracemallocInfo } from '../model/process-info.ts'
import {
  type KnownBy,
  MEMORY_PARTS,
  type MemoryFigures,
  type MemoryPart,
  type MemoryPartName,
  type MissingFigure,
} from '../model/process-memory-rows.ts'
import type { WideColumn } from '../model/snapshot.ts'

/** What pymalloc serves at most; larger requests go to malloc. */
const SMALL_OBJECT = 512

/** Living objects by the allocator that serves their size. Bytes. */
export interface ObjectBytes {
  readonly count: number
  readonly small: number
  readonly large: number
}

/** Shallow sizes of all objects, those up to 512 bytes apart. O(nodes). */
export function objectBytes(shallowSize: WideColumn, nodeCount: number): ObjectBytes {
  let count = 0
  let small = 0
  let large = 0
  for (let node = 0; node < nodeCount; node++) {
    const size = shallowSize[node]!
    if (size > 0) count++
    if (size <= SMALL_OBJECT) small += size
    else large += size
  }
  return { count, small, large }
}

/** Bytes that are counted, and by whom. */
type Claims = Map<MemoryPartName, { bytes: number; readonly by: KnownBy; notResident: number }>

/** More than any machine has; figures beyond are not true, and their sums would not be exact. */
const MOST_BYTES = 2 ** 48

/** What gives way when more is counted than is resident: what is free first, what is certainly touched last. */
const GIVES_WAY: readonly MemoryPartName[] = [
  'freePools',
  'mallocFree',
  'releasable',
  'native',
  'large',
  'freeBlocks',
  'headers',
  'tracemalloc',
  'blocks',
  'small',
  'anonymous',
  'other',
  'shared',
  'stack',
  'files',
]
/** The same within malloc's heap. */
const HEAP_GIVES_WAY: readonly MemoryPartName[] = ['releasable', 'mallocFree', 'native']
/** The same where that much of malloc's heap is known to be resident. */
const BESIDE_HEAP_GIVES_WAY = [
  ...GIVES_WAY.filter((name) => name !== 'mallocFree' && name !== 'releasable'),
  'mallocFree',
  'releasable',
] as const

/**
 * Splits the resident memory of a process into parts that add up to it exactly.
 *
 * Objects come first, by their shallow sizes. What pymalloc and malloc have in use beyond them belongs to no object; what
 * they have free is theirs. What remains of the resident anonymous memory is other anonymous memory, and mappings are as
 * the system counts them. Allocators count addresses, not pages: where they have more than is resident, that is taken off
 * their parts, what is free first, and told.
 *
 * O(regions). `null` where the capture says nothing of its memory.
 */
export function memoryFigures(
  { memory, tracemalloc }: Pick<ProcessInfo, 'memory' | 'tracemalloc'>,
  objects: ObjectBytes,
): MemoryFigures | null {
  if (!memory) return null
  const rss = memory.rss === null ? null : whole(memory.rss)
  const claims = claimsOf(memory, tracemalloc, objects)
  const anonymous = anonymousBytes(memory)
  let notResident = 0
  if (anonymous !== null) {
    const rest = anonymous - sumOf(claims)
    if (rest > 0) claim(claims, 'anonymous', rest, 'estimate')
    else if (rest < 0) notResident = takeOffAnonymous(claims, -rest, memory)
  }
  addMappings(claims, memory)
  let contradiction = 0
  if (rss !== null) {
    const rest = rss - sumOf(claims)
    if (rest > 0) claim(claims, 'unexplained', rest, 'estimate')
    else if (rest < 0 && anonymous === null) notResident = takeOff(claims, -rest, GIVES_WAY)
    else if (rest < 0) contradiction = takeOff(claims, -rest, GIVES_WAY)
  }
  return {
    rss,
    whole: sumOf(claims),
    parts: partsOf(claims),
    objects: { count: objects.count, bytes: objects.small + objects.large },
    notResident,
    contradiction,
    missing: missingOf(memory),
  }
}

/** What objects and allocators count. */
function claimsOf(
  { arenas, malloc }: ProcessMemory,
  tracing: TracemallocInfo | null,
  { small, large }: ObjectBytes,
): Claims {
  const claims: Claims = new Map()
  claim(claims, 'small', small, 'objects')
  claim(claims, 'large', large, 'objects')
  let blocks = arenas ? whole(arenas.allocatedBlockBytes) - small : 0
  let native = malloc ? whole(malloc.used) + whole(malloc.mapped) - large : 0
  // CPython tells nothing of pymalloc while tracemalloc stands before it; else there is none, and all objects are malloc's.
  if (!arenas && !tracing) native -= small
  // Larger objects have their heads in blocks: what one lacks the other has more.
  if (malloc && arenas) {
    if (blocks < 0) native += blocks
    if (native < 0) blocks += native
  }
  claim(claims, 'blocks', blocks, 'estimate')
  if (arenas) {
    claim(claims, 'freeBlocks', whole(arenas.freeBlockBytes), 'pymalloc')
    claim(claims, 'headers', whole(arenas.headerBytes), 'pymalloc')
    claim(claims, 'freePools', whole((arenas.freePools ?? 0) * (arenas.poolBytes ?? 0)), 'pymalloc')
  }
  if (malloc) {
    const traced = Math.min(whole(tracing?.overhead ?? 0), Math.max(native, 0))
    const free = whole(malloc.free)
    const releasable = Math.min(whole(malloc.releasable), free)
    claim(claims, 'tracemalloc', traced, 'tracemalloc')
    claim(claims, 'native', native - traced, 'estimate')
    claim(claims, 'mallocFree', free - releasable, 'malloc')
    claim(claims, 'releasable', releasable, 'malloc')
  }
  return claims
}

/** Resident anonymous memory, malloc's heap included; null where it is not known. */
function anonymousBytes(memory: ProcessMemory): number | null {
  if (memory.regions.length > 0) return regionBytes(memory, 'heap') + regionBytes(memory, 'anonymous')
  return memory.anonymous === null ? null : whole(memory.anonymous)
}

function addMappings(claims: Claims, memory: ProcessMemory): void {
  if (memory.regions.length > 0) {
    claim(claims, 'files', regionBytes(memory, 'file'), 'system')
    claim(claims, 'shared', regionBytes(memory, 'shared'), 'system')
    claim(claims, 'stack', regionBytes(memory, 'stack'), 'system')
    claim(claims, 'other', regionBytes(memory, 'other'), 'system')
  } else {
    claim(claims, 'files', whole(memory.file), 'system')
    claim(claims, 'shared', whole(memory.shared), 'system')
  }
}

function regionBytes({ regions }: ProcessMemory, kind: RegionKind): number {
  return whole(regions.reduce((sum, { kind: of, rss }) => (of === kind ? sum + whole(rss) : sum), 0))
}

/** A count of bytes as it can be added up exactly; 0 where it is not known. */
function whole(bytes: number | null): number {
  return Math.min(Math.trunc(bytes ?? 0), MOST_BYTES)
}

function claim(claims: Claims, name: MemoryPartName, bytes: number, by: KnownBy): void {
  if (bytes > 0) claims.set(name, { bytes, by, notResident: 0 })
}

/**
 * Takes off what is counted beyond resident anonymous memory. Where all of malloc's heap is the system's, whose resident
 * pages are counted, what is not resident of it is known; the rest then is of arenas and of large blocks.
 * @returns how many bytes
 */
function takeOffAnonymous(claims: Claims, bytes: number, memory: ProcessMemory): number {
  const heap = memory.regions.filter(({ kind }) => kind === 'heap')
  const system = memory.malloc?.system ?? null
  const size = heap.reduce((sum, region) => sum + whole(region.size), 0)
  if (system === null || system === 0 || system > size) return takeOff(claims, bytes, GIVES_WAY)
  const short = Math.min(bytes, Math.max(0, whole(system) - regionBytes(memory, 'heap')))
  const taken = takeOff(claims, short, HEAP_GIVES_WAY)
  return taken + takeOff(claims, bytes - taken, BESIDE_HEAP_GIVES_WAY)
}

/** Takes bytes off the parts in the order they give way; @returns how many. */
function takeOff(claims: Claims, bytes: number, order: readonly MemoryPartName[]): number {
  let left = bytes
  for (const name of order) {
    const part = claims.get(name)
    if (!part) continue
    const taken = Math.min(left, part.bytes)
    part.bytes -= taken
    part.notResident += taken
    left -= taken
  }
  return bytes - left
}

function partsOf(claims: Claims): MemoryPart[] {
  return MEMORY_PARTS.flatMap((name) => {
    const found = claims.get(name)
    if (!found || found.bytes + found.notResident === 0) return []
    return [{ name, ...found, by: found.notResident > 0 ? ('estimate' as const) : found.by }]
  })
}

function sumOf(claims: Claims): number {
  let sum = 0
  for (const { bytes } of claims.values()) sum += bytes
  return sum
}

function missingOf({ rss, regions, arenas, malloc }: ProcessMemory): MissingFigure[] {
  const known = {
    rss: rss !== null,
    regions: regions.length > 0,
    arenas: arenas !== null,
    malloc: malloc !== null,
  }
  return (['rss', 'regions', 'arenas', 'malloc'] as const).filter((name) => !known[name])
}
