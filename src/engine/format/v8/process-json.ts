import {
  type Arenas,
  type CgroupInfo,
  type GcInfo,
  type MachineMemory,
  type MallocInfo,
  type MemoryRegion,
  type ProcessInfo,
  type ProcessMemory,
  type PythonBuild,
  REGION_KINDS,
  type ThreadInfo,
  type TracemallocInfo,
} from '../../model/process-info.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * What a capture's object `py` says. Whatever is missing, or is not what it should be, is null, none or no: a process is
 * worth showing as far as it is known. O(its length).
 */
export function processFromJson(value: unknown): ProcessInfo {
  const py = isObject(value) ? value : {}
  return {
    agent: text(py['agent']),
    accelerator: py['accelerator'] === true,
    python: part(py['python'], pythonBuild),
    argv: texts(py['argv']),
    pid: number(py['pid']),
    time: number(py['time']),
    uptime: number(py['uptime']),
    pause: number(py['pause']),
    took: number(py['took']),
    forked: py['forked'] === true,
    collected: py['collected'] === true,
    redacted: py['redacted'] === true,
    gc: part(py['gc'], gcInfo),
    threads: objects(py['threads']).map(threadInfo),
    memory: part(py['memory'], processMemory),
    tracemalloc: part(py['tracemalloc'], tracemallocInfo),
    exclusions: texts(py['exclusions']),
  }
}

function pythonBuild(json: Json): PythonBuild {
  return {
    version: text(json['version']),
    implementation: text(json['implementation']),
    debug: json['debug'] === true,
    pointerBits: number(json['pointerBits']),
    platform: text(json['platform']),
  }
}

function gcInfo(json: Json): GcInfo {
  return {
    enabled: typeof json['enabled'] === 'boolean' ? json['enabled'] : null,
    thresholds: numbers(json['thresholds']),
    counts: numbers(json['counts']),
    stats: objects(json['stats']).map((one) => ({
      collections: number(one['collections']),
      collected: number(one['collected']),
      uncollectable: number(one['uncollectable']),
    })),
    frozen: number(json['frozen']),
  }
}

function threadInfo(json: Json): ThreadInfo {
  return { id: number(json['id']), name: text(json['name']) ?? '', daemon: json['daemon'] === true }
}

function processMemory(json: Json): ProcessMemory {
  return {
    ...counted(json, ['rss', 'pss', 'swap', 'peak', 'anonymous', 'file', 'shared']),
    regions: objects(json['regions']).map(memoryRegion),
    arenas: part(json['arenas'], arenas),
    malloc: part(json['malloc'], mallocInfo),
    cgroup: part(json['cgroup'], cgroupInfo),
    machine: part(json['machine'], machineMemory),
  }
}

function memoryRegion(json: Json): MemoryRegion {
  return {
    kind: REGION_KINDS.find((kind) => kind === json['kind']) ?? 'other',
    path: text(json['path']) ?? '',
    ...counted(json, ['size', 'rss', 'pss', 'swap']),
  }
}

function arenas(json: Json): Arenas {
  return counted(json, [
    'arenaBytes',
    'arenas',
    'poolBytes',
    'usedPools',
    'freePools',
    'allocatedBlockBytes',
    'freeBlockBytes',
    'headerBytes',
    'blocks',
  ])
}

function mallocInfo(json: Json): MallocInfo {
  return counted(json, ['system', 'mapped', 'used', 'free', 'releasable'])
}

function cgroupInfo(json: Json): CgroupInfo {
  return counted(json, ['version', 'limit', 'current', 'peak', 'swapLimit'])
}

function machineMemory(json: Json): MachineMemory {
  return counted(json, ['total', 'available', 'pageSize'])
}

function tracemallocInfo(json: Json): TracemallocInfo {
  return counted(json, ['current', 'peak', 'frames', 'overhead'])
}

function counted<Name extends string>(json: Json, names: readonly Name[]): Record<Name, number | null> {
  return Object.fromEntries(names.map((name) => [name, number(json[name])])) as Record<Name, number | null>
}

function part<Part>(value: unknown, read: (json: Json) => Part): Part | null {
  return isObject(value) ? read(value) : null
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** Nothing here is ever below 0. */
function number(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value < Infinity ? value : null
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.flatMap((one) => number(one) ?? []) : []
}
