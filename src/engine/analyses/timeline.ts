import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { Amount, TimelineBin, TimelineSummary } from '../model/allocation-rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { AllocationSamples } from '../model/traces.ts'

/**
 * What lives, by when it was allocated. Ids are given out in ascending order, and a sample says which was the last: an
 * object whose id is above the last of one sample and not above that of the next was allocated between them. The column
 * has `samples + 1` stretches: 0 is all up to the first sample, `samples` all after the last, and stretch i ends with
 * sample i. V8 gives its own objects odd ids; even ones belong to what embeds it and have an order of their own.
 */
export interface Timeline {
  /** By sample, in microseconds, ascending. */
  readonly time: Float64Array
  /** By sample: the last id given out before, never less than that of the sample before. */
  readonly lastId: Float64Array
  /** By stretch. */
  readonly count: Float64Array
  readonly size: Float64Array
  readonly untimed: Amount
}

/**
 * Null where there are no samples. O(nodes × log samples).
 * @param only the nodes that are counted; null for all
 */
export async function timelineOf(
  snapshot: Snapshot,
  task: Task,
  only: BitSet | null = null,
): Promise<Timeline | null> {
  const samples = snapshot.traces?.samples
  if (!samples || samples.time.length === 0) return null
  const { time, lastId } = inOrder(samples)
  const count = new Float64Array(time.length + 1)
  const size = new Float64Array(time.length + 1)
  let untimedCount = 0
  let untimedSize = 0
  const { nodeCount, nodeId, selfSize } = snapshot
  const stretchOf = stretchFinder(lastId)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (only?.has(node) === false) continue
      const stretch = stretchOf(nodeId[node]!)
      if (stretch === -1) {
        untimedCount++
        untimedSize += selfSize[node]!
      } else {
        count[stretch]!++
        size[stretch]! += selfSize[node]!
      }
    }
  })
  return { time, lastId, count, size, untimed: { count: untimedCount, size: untimedSize } }
}

/** The stretch in which an id was given out, -1 where it says nothing of time. Ids of neighbours are mostly close. */
function stretchFinder(lastId: Float64Array): (id: number) => number {
  let last = 0
  return (id) => {
    if (id % 2 === 0) return -1
    const isLast = id <= (lastId[last] ?? Infinity) && (last === 0 || id > lastId[last - 1]!)
    if (!isLast) last = firstNotBelow(lastId, id)
    return last
  }
}

/** The first place whose value is not below `wanted`; the length where there is none. */
function firstNotBelow(ascending: Float64Array, wanted: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Samples in the order of time. A writer that lets ids fall back is taken to have given none out. */
function inOrder({ time, lastId }: AllocationSamples): Pick<Timeline, 'time' | 'lastId'> {
  const order = Uint32Array.from(time, (_, i) => i).sort((a, b) => time[a]! - time[b]! || a - b)
  let most = 0
  return {
    time: Float64Array.from(order, (i) => time[i]!),
    lastId: Float64Array.from(order, (i) => (most = Math.max(most, lastId[i]!))),
  }
}

export function timelineSummary({ time, count, size, untimed }: Timeline): TimelineSummary {
  const last = time.length
  const sum = (column: Float64Array): number =>
    column.subarray(1, last).reduce((total, value) => total + value, 0)
  return {
    samples: time.length,
    start: time[0]!,
    end: time[last - 1]!,
    during: { count: sum(count), size: sum(size) },
    before: { count: count[0]!, size: size[0]! },
    after: { count: count[last]!, size: size[last]! },
    untimed,
  }
}

/**
 * The stretches between the first and the last sample in at most `most` bins of the same width in time; where there are no
 * more stretches than that, each has a bin. Bins without an end of a stretch are left out. O(samples).
 */
export function timelineBins({ time, count, size }: Timeline, most: number): TimelineBin[] {
  const start = time[0]!
  const width = (time.at(-1)! - start) / most
  const isMerged = time.length - 1 > most && width > 0
  const bins: { after: number; first: number; last: number; count: number; size: number }[] = []
  let place = -1
  for (let i = 1; i < time.length; i++) {
    const here = isMerged ? Math.min(most - 1, Math.floor((time[i]! - start) / width)) : i
    if (here !== place) {
      bins.push({ after: time[i - 1]!, first: time[i]!, last: time[i]!, count: 0, size: 0 })
    }
    place = here
    const bin = bins.at(-1)!
    bin.last = time[i]!
    bin.count += count[i]!
    bin.size += size[i]!
  }
  return bins
}

/**
 * When each node was allocated, in seconds: the moment of the sample that ends its stretch. NaN where that is before the
 * first, after the last, or not known.
 */
export function allocationTimeReader({ nodeId, traces }: Snapshot): (node: number) => number {
  if (!traces || traces.samples.time.length === 0) return () => Number.NaN
  const { time, lastId } = inOrder(traces.samples)
  const stretchOf = stretchFinder(lastId)
  return (node) => {
    const stretch = stretchOf(nodeId[node]!)
    return stretch > 0 && stretch < time.length ? time[stretch]! / 1e6 : Number.NaN
  }
}

/** The nodes allocated after one moment and up to another, by the ends of their stretches in microseconds; ascending. */
export function nodesAllocated(snapshot: Snapshot, first: number, last: number): Uint32Array {
  const seconds = allocationTimeReader(snapshot)
  const nodes = new Uint32Array(snapshot.nodeCount)
  let count = 0
  for (let node = 0; node < snapshot.nodeCount; node++) {
    const at = seconds(node) * 1e6
    if (Math.round(at) >= first && Math.round(at) <= last) nodes[count++] = node
  }
  return nodes.slice(0, count)
}

/** The filter that finds what was allocated in stretches that end from `first` to `last`, in microseconds. */
export function allocatedQuery(first: number, last: number): string {
  return `allocated:${first / 1e6}..${last / 1e6}`
}
