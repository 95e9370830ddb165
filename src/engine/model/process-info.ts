/** What a capture says of the Python process it is of. Whatever it does not say is null. Bytes and seconds. */
export interface ProcessInfo {
  readonly agent: string | null
  readonly accelerator: boolean
  readonly python: PythonBuild | null
  readonly argv: readonly string[]
  readonly pid: number | null
  /** When the capture was taken, in seconds since 1970. */
  readonly time: number | null
  /** How long the process had been running. */
  readonly uptime: number | null
  /** How long the program stood still for it. */
  readonly pause: number | null
  readonly took: number | null
  readonly forked: boolean
  /** Whether garbage was collected before. */
  readonly collected: boolean
  /** Whether values were left out at the source. */
  readonly redacted: boolean
  readonly gc: GcInfo | null
  readonly threads: readonly ThreadInfo[]
  readonly memory: ProcessMemory | null
  readonly tracemalloc: TracemallocInfo | null
  /** What was left out and why, a sentence each. */
  readonly exclusions: readonly string[]
}

export interface PythonBuild {
  readonly version: string | null
  readonly implementation: string | null
  readonly debug: boolean
  readonly pointerBits: number | null
  readonly platform: string | null
}

export interface GcInfo {
  readonly enabled: boolean | null
  readonly thresholds: readonly number[]
  readonly counts: readonly number[]
  readonly stats: readonly GcGenerationStats[]
  readonly frozen: number | null
}

export interface GcGenerationStats {
  readonly collections: number | null
  readonly collected: number | null
  readonly uncollectable: number | null
}

export interface ThreadInfo {
  readonly id: number | null
  readonly name: string
  readonly daemon: boolean
}

export interface ProcessMemory {
  readonly rss: number | null
  readonly pss: number | null
  readonly swap: number | null
  readonly peak: number | null
  readonly anonymous: number | null
  readonly file: number | null
  readonly shared: number | null
  readonly regions: readonly MemoryRegion[]
  readonly arenas: Arenas | null
  readonly malloc: MallocInfo | null
  readonly cgroup: CgroupInfo | null
  readonly machine: MachineMemory | null
}

export const REGION_KINDS = ['heap', 'anonymous', 'stack', 'file', 'shared', 'other'] as const
export type RegionKind = (typeof REGION_KINDS)[number]

export interface MemoryRegion {
  readonly kind: RegionKind
  readonly path: string
  readonly size: number | null
  readonly rss: number | null
  readonly pss: number | null
  readonly swap: number | null
}

/** CPython's own allocator. The four kinds of bytes add up to all of its arenas. */
export interface Arenas {
  readonly arenaBytes: number | null
  readonly arenas: number | null
  readonly poolBytes: number | null
  readonly usedPools: number | null
  readonly freePools: number | null
  readonly allocatedBlockBytes: number | null
  readonly freeBlockBytes: number | null
  readonly headerBytes: number | null
  readonly blocks: number | null
}

/** The C library's allocator. */
export interface MallocInfo {
  readonly system: number | null
  readonly mapped: number | null
  readonly used: number | null
  readonly free: number | null
  readonly releasable: number | null
}

export interface CgroupInfo {
  readonly version: number | null
  readonly limit: number | null
  readonly current: number | null
  readonly peak: number | null
  readonly swapLimit: number | null
}

export interface MachineMemory {
  readonly total: number | null
  readonly available: number | null
  readonly pageSize: number | null
}

export interface TracemallocInfo {
  readonly current: number | null
  readonly peak: number | null
  readonly frames: number | null
  readonly overhead: number | null
}
