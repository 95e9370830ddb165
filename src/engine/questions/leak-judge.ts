import type { WholeHeap } from '../analyses/heap.ts'
import { REACT_FIBERS } from '../analyses/react/react-fibers.ts'
import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { type Leads, type PlainPaths, plainPaths, type StepNames } from '../diff/plain-paths.ts'
import { inSlices } from '../graph/in-slices.ts'

/** Rules that decide about leaks. They read the heap's columns, and change nothing. */
export interface LeakJudge {
  /** Is told the heap before it is asked anything. @param unmounted React's fibers of what is no longer shown, ascending */
  begin(heap: WholeHeap, unmounted: Uint32Array): void
  /** Whether a reference may be on the path to a leak; null for all that keep alive. */
  readonly mayLead: Leads | null
  /**
   * Is told what came and stayed, and the paths to all nodes.
   * @param nodes ascending
   * @returns those of them that may be leaks
   */
  candidates(nodes: Uint32Array, paths: PlainPaths): Promise<Uint32Array>
  /** Whether a candidate is a leak, asked of each once, in their order; null for all. */
  readonly isLeak: ((node: number) => boolean) | null
}

/**
 * Has a judge decide. O(nodes + edges), and what the judge takes.
 * @param came see `cameAndStayed`; it is 0 afterwards for all that is no leak
 * @returns the paths to all nodes, as it lets them go
 */
export async function letJudge(
  judge: LeakJudge,
  heap: WholeHeap,
  names: StepNames,
  came: Uint16Array,
  task: Task,
): Promise<PlainPaths> {
  const { graph, retainers } = heap.ready
  judge.begin(heap, (await REACT_FIBERS.of(heap, task)).unmounted)
  const every = Uint32Array.from(came.keys())
  const paths = await plainPaths(graph, retainers, names, every, task, judge.mayLead)
  const candidates = await judge.candidates(
    every.filter((node) => came[node] !== 0),
    paths,
  )
  const leaks = new BitSet(came.length)
  task.begin('answer', candidates.length)
  await inSlices(task, candidates.length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (judge.isLeak?.(candidates[i]!) ?? true) leaks.add(candidates[i]!)
    }
  })
  task.end()
  for (let node = 0; node < came.length; node++) if (!leaks.has(node)) came[node] = 0
  return paths
}
