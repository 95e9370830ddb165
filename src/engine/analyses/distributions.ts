import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { hasUserRoot } from '../graph/user-roots.ts'
import { NO_DISTANCE, SYSTEM_DISTANCE } from '../model/graph.ts'
import type { WideColumn } from '../model/snapshot.ts'
import type {
  DistanceBin,
  DistanceDistribution,
  DistanceSide,
  SizeBin,
  SizeDistribution,
} from '../model/statistics-rows.ts'
import type { CompleteHeap } from './heap.ts'

/** Sizes are exact up to here, so no bin is above. */
const MAX_BITS = 53
/** Distances up to here have a bin each; beyond, a bin reaches from one power of two to the next. */
const SINGLE_STEPS = 32
/** Bins of one side: one for each small distance, then those of powers of two up to 2^31. */
const STEP_BINS = SINGLE_STEPS + 32

/**
 * How many objects are of which size, and how many bytes they take; nodes of adjusted size 0 do not count. O(nodes).
 * @param only null for all nodes
 */
export async function sizeDistribution(
  heap: CompleteHeap,
  task: Task,
  only: BitSet | null = null,
): Promise<SizeDistribution> {
  const { retainedSize } = heap.ready.graph
  return {
    shallow: await sizeBins(heap, heap.shallowSize, only, 'size', task),
    retained: await sizeBins(heap, retainedSize, only, 'retained', task),
  }
}

async function sizeBins(
  heap: CompleteHeap,
  sizes: WideColumn,
  only: BitSet | null,
  field: string,
  task: Task,
): Promise<SizeBin[]> {
  const { shallowSize, snapshot } = heap
  const count = new Float64Array(MAX_BITS + 1)
  const bytes = new Float64Array(MAX_BITS + 1)
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const size = shallowSize[node]!
      if (size === 0 || only?.has(node) === false) continue
      const bin = powerBelow(sizes[node]!)
      count[bin]!++
      bytes[bin]! += size
    }
  })
  const first = count.findIndex((n) => n > 0)
  const last = count.findLastIndex((n) => n > 0)
  return Array.from({ length: first === -1 ? 0 : last - first + 1 }, (_, i) => {
    const from = 2 ** (first + i)
    const to = 2 * from
    const query = `${field}:>=${from} ${field}:<${to}`
    return { from, to, count: count[first + i]!, shallowSize: bytes[first + i]!, query }
  })
}

/** The exponent of the greatest power of two that is not above a number from 1 up. */
function powerBelow(size: number): number {
  return size < 2 ** 31 ? 31 - Math.clz32(size) : 31 + powerBelow(Math.floor(size / 2 ** 31))
}

/**
 * How many objects are how many steps away, and how many bytes they take: from the globals, then on the system side,
 * then what is unreachable. Bins without an object are left out, and so are nodes of adjusted size 0. O(nodes).
 * @param only null for all nodes
 */
export async function distanceDistribution(
  heap: CompleteHeap,
  task: Task,
  only: BitSet | null = null,
): Promise<DistanceDistribution> {
  const { shallowSize, snapshot } = heap
  const { distance } = heap.ready.graph
  const count = new Float64Array(2 * STEP_BINS + 1)
  const bytes = new Float64Array(2 * STEP_BINS + 1)
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const size = shallowSize[node]!
      if (size === 0 || only?.has(node) === false) continue
      const bin = binOf(distance[node]!)
      count[bin]!++
      bytes[bin]! += size
    }
  })
  const bins = Array.from(count, (n, bin) => ({ ...binAt(bin), count: n, shallowSize: bytes[bin]! }))
  return { fromGlobals: hasUserRoot(snapshot), bins: bins.filter((bin) => bin.count > 0) }
}

function binOf(distance: number): number {
  if (distance === NO_DISTANCE) return 2 * STEP_BINS
  if (distance >= SYSTEM_DISTANCE) return STEP_BINS + stepBin(distance - SYSTEM_DISTANCE)
  return stepBin(distance)
}

function stepBin(steps: number): number {
  return steps < SINGLE_STEPS ? steps : SINGLE_STEPS + powerBelow(steps / SINGLE_STEPS)
}

function binAt(bin: number): Pick<DistanceBin, 'side' | 'from' | 'to' | 'query'> {
  if (bin === 2 * STEP_BINS) return { side: 'unreachable', from: 0, to: 0, query: 'distance:none' }
  const side: DistanceSide = bin < STEP_BINS ? 'globals' : 'system'
  const step = bin % STEP_BINS
  const from = step < SINGLE_STEPS ? step : SINGLE_STEPS * 2 ** (step - SINGLE_STEPS)
  const to = step < SINGLE_STEPS ? step : 2 * from - 1
  const base = side === 'globals' ? 0 : SYSTEM_DISTANCE
  const query = from === to ? `distance:=${base + from}` : `distance:>=${base + from} distance:<=${base + to}`
  return { side, from, to, query }
}
