import { digestOf } from './analyses/digest.ts'
import type { CompleteHeap } from './analyses/heap.ts'
import { Task, type TaskHost } from './base/task.ts'
import { align } from './diff/align.ts'
import { matchClasses, turnedRound } from './diff/match-classes.ts'
import { sameProcess } from './diff/same-process.ts'
import { inSlices } from './graph/in-slices.ts'
import { type Alignment, type Comparison, type Digest, type MatchedBy, NO_NODE } from './model/digest.ts'
import type { PairRow } from './model/diff-rows.ts'

/** Another open heap, be it in this thread or behind a port. */
export interface DigestSource {
  /** @param paths whether with what objects are called by where they stand */
  digest(paths: boolean): Promise<Digest>
  /** Whether that takes another thread's time, so that this one need not wait for it. */
  readonly elsewhere?: boolean
}

/** What the base is told once it was found out. */
export interface BaseSide {
  readonly matchedBy: MatchedBy
  /** By node of the base: the same object in the target, or `NO_NODE`. */
  readonly inTarget: Uint32Array
}

export interface Besides {
  readonly pair: PairRow
  /** The target's. */
  readonly comparison: Comparison
  /** The target's, without paths: for the base, too. */
  readonly digest: Digest
  readonly forBase: BaseSide
}

/**
 * Puts a heap, the target, beside a base.
 * @param by how to tell objects to be the same; null decides by whether both come from one process
 */
export async function besideBase(
  heap: CompleteHeap,
  file: string,
  base: DigestSource,
  by: MatchedBy | null,
  host: TaskHost,
): Promise<Besides> {
  const task = new Task(host)
  const plain = await digestOf(heap, file, { paths: false }, task)
  let there = await base.digest(by === 'path')
  const isSame = sameProcess(there.sample, plain.sample)
  const matchedBy = by ?? (isSame ? 'id' : 'path')
  let here = plain
  if (matchedBy === 'path') {
    ;[there, here] = await digestBoth(base, there, () => digestOf(heap, file, { paths: true }, task))
  }
  const alignment = await align(there, here, matchedBy, task)
  const other = { ...there, paths: null }
  const comparison: Comparison = {
    role: 'target',
    matchedBy,
    other,
    counterpart: alignment.inBase,
    classThere: matchClasses(here.classes, there.classes),
  }
  return {
    pair: await pairRow(here, there, alignment, isSame, task),
    comparison,
    digest: plain,
    forBase: { matchedBy, inTarget: alignment.inTarget },
  }
}

/** Both with paths: one after the other in one thread, where both at once would only take more memory. */
async function digestBoth(
  base: DigestSource,
  known: Digest,
  ofTarget: () => Promise<Digest>,
): Promise<[base: Digest, target: Digest]> {
  const there = known.paths ? known : base.digest(true)
  if (base.elsewhere) return Promise.all([there, ofTarget()])
  return [await there, await ofTarget()]
}

/** The same from the base's side. */
export function besideTarget(
  heap: CompleteHeap,
  target: Digest,
  { matchedBy, inTarget }: BaseSide,
): Comparison {
  const classes = heap.table.classes
  // Seen from the target, as there, so that both sides pair the same classes.
  const classThere = turnedRound(matchClasses(target.classes, classes), classes.length)
  return { role: 'base', matchedBy, other: target, counterpart: inTarget, classThere }
}

async function pairRow(
  target: Digest,
  base: Digest,
  { matchedBy, inBase, inTarget }: Alignment,
  isSame: boolean,
  task: Task,
): Promise<PairRow> {
  return {
    matchedBy,
    sameProcess: isSame,
    base: sideTotals(base),
    target: sideTotals(target),
    matched: await matchedOf(target, inBase, task),
    matchedInBase: await matchedOf(base, inTarget, task),
  }
}

/** The objects of a heap that have a counterpart, and their bytes. */
async function matchedOf(
  { shallowSize: sizes }: Digest,
  counterpart: Uint32Array,
  task: Task,
): Promise<PairRow['matched']> {
  let count = 0
  let shallowSize = 0
  await inSlices(task, counterpart.length, (from, to) => {
    for (let node = from; node < to; node++) {
      if (sizes[node] === 0 || counterpart[node] === NO_NODE) continue
      count++
      shallowSize += sizes[node]!
    }
  })
  return { count, shallowSize }
}

function sideTotals({ file, classes }: Digest): PairRow['base'] {
  const sum = (valueOf: (entry: Digest['classes'][number]) => number): number =>
    classes.reduce((total, entry) => total + valueOf(entry), 0)
  return { file, count: sum(({ count }) => count), shallowSize: sum((entry) => entry.shallowSize) }
}
