import type { Arenas, CgroupInfo, GcInfo, ProcessInfo, ProcessMemory } from '../model/process-info.ts'

export interface ProcessFact {
  readonly name: string
  readonly text: string
}

type Bytes = (size: number) => string

/**
 * What a capture says of its process beside its parts, as lines for people; what it does not say has none.
 * @param bytes writes a size for people
 */
export function processFacts(process: ProcessInfo, bytes: Bytes): ProcessFact[] {
  const { memory, gc, exclusions } = process
  const facts: (readonly [name: string, text: string | null])[] = [
    ['Python', pythonText(process)],
    ['Command', process.argv.length > 0 ? process.argv.join(' ') : null],
    ['Process', process.pid === null ? null : `${process.pid}${since(process.uptime)}`],
    ['Captured', captureText(process)],
    ['Limit', memory?.cgroup ? limitText(memory.cgroup, bytes) : null],
    ['Peak', peakText(memory, bytes)],
    ['PSS', pssText(memory, bytes)],
    ['Machine', machineText(memory, bytes)],
    ['pymalloc', memory?.arenas ? arenasText(memory.arenas, bytes) : null],
    ['Collector', gc ? collectorText(gc) : null],
    ['Threads', threadsText(process)],
    ...exclusions.map((text) => ['Left out', text] as const),
  ]
  return facts.flatMap(([name, text]) => (text ? [{ name, text }] : []))
}

function pythonText({ python }: ProcessInfo): string | null {
  if (!python) return null
  const { version, implementation, debug, pointerBits, platform } = python
  return listed([
    `${implementation ?? ''} ${version ?? ''}`.trim(),
    debug && 'debug build',
    pointerBits !== null && `${pointerBits} bits`,
    platform,
  ])
}

function captureText(process: ProcessInfo): string {
  const { time, agent, forked, collected, redacted, pause, took } = process
  return listed([
    time !== null && dateText(time),
    agent !== null && `by agent ${agent}`,
    forked ? 'in a forked child' : 'in the process itself',
    collected ? 'after collecting garbage' : 'without collecting garbage first',
    redacted && 'without values',
    pause !== null && `the program stood still for ${seconds(pause)}`,
    took !== null && `${seconds(took)} in all`,
  ])
}

function limitText({ limit, current, peak, swapLimit, version }: CgroupInfo, bytes: Bytes): string {
  return listed([
    limit === null ? 'none' : bytes(limit),
    limit !== null && current !== null && `${bytes(Math.max(0, limit - current))} of headroom`,
    current !== null && `the whole group uses ${bytes(current)}`,
    peak !== null && `${bytes(peak)} at most`,
    swapLimit !== null && `swap limited to ${bytes(swapLimit)}`,
    version !== null && `cgroup version ${version}`,
  ])
}

function peakText(memory: ProcessMemory | null, bytes: Bytes): string | null {
  if (!memory || memory.peak === null) return null
  return `${bytes(memory.peak)} of RSS since the process began`
}

function pssText(memory: ProcessMemory | null, bytes: Bytes): string | null {
  if (!memory || memory.pss === null) return null
  return `${bytes(memory.pss)}: RSS with each shared page divided among those who share it`
}

function machineText(memory: ProcessMemory | null, bytes: Bytes): string | null {
  if (!memory?.machine) return null
  const { total, available, pageSize } = memory.machine
  return listed([
    total !== null && `${bytes(total)} of memory`,
    available !== null && `${bytes(available)} available`,
    pageSize !== null && `pages of ${bytes(pageSize)}`,
  ])
}

function arenasText(
  { arenas, arenaBytes, usedPools, freePools, poolBytes, blocks }: Arenas,
  bytes: Bytes,
): string {
  return listed([
    arenas !== null && `${count(arenas)} arenas${arenaBytes === null ? '' : ` of ${bytes(arenaBytes)}`}`,
    usedPools !== null &&
      `${count(usedPools)} pools in use${poolBytes === null ? '' : ` of ${bytes(poolBytes)}`}`,
    freePools !== null && `${count(freePools)} free`,
    blocks !== null && `${count(blocks)} blocks in use`,
  ])
}

function collectorText({ enabled, thresholds, counts, stats, frozen }: GcInfo): string {
  const runs = stats.map(({ collections }) => count(collections ?? 0)).join(', ')
  const total = (of: 'collected' | 'uncollectable') =>
    count(stats.reduce((sum, one) => sum + (one[of] ?? 0), 0))
  return listed([
    enabled !== null && (enabled ? 'enabled' : 'disabled: cycles are not freed'),
    thresholds.length > 0 && `thresholds ${thresholds.join(', ')}`,
    counts.length > 0 && `counts ${counts.join(', ')}`,
    stats.length > 0 && `runs by generation ${runs}`,
    stats.length > 0 && `${total('collected')} objects collected`,
    stats.length > 0 && `${total('uncollectable')} uncollectable`,
    frozen !== null && frozen > 0 && `${count(frozen)} frozen`,
  ])
}

function threadsText({ threads }: ProcessInfo): string | null {
  if (threads.length === 0) return null
  const names = threads.map(
    ({ name, id, daemon }) => `${name || id || 'unnamed'}${daemon ? ' (daemon)' : ''}`,
  )
  return `${count(threads.length)}: ${names.join(', ')}`
}

function listed(parts: readonly (string | false | null)[]): string {
  return parts.filter(Boolean).join('; ')
}

function since(uptime: number | null): string {
  return uptime === null ? '' : `; ran for ${seconds(uptime)}`
}

function seconds(time: number): string {
  return time < 1 ? `${(time * 1000).toFixed(1)} ms` : `${time.toFixed(1)} s`
}

/** A Unix moment as a date; one that no calendar has stays a number. */
function dateText(time: number): string {
  const date = new Date(time * 1000)
  return Number.isNaN(date.getTime()) ? `${time}` : date.toISOString()
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
