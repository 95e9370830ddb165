import type { CompleteHeap } from './analyses/heap.ts'
import { Task, type TaskHost } from './base/task.ts'
import { align } from './diff/align.ts'
import { matchClasses, turnedRound } from './diff/match-classes.ts'
import { sameProcess } from './diff/same-process.ts'
import { inSlices } from './graph/in-slices.ts'
import {
  type Alignment,
  type Comparison,
  type Digest,
  type HeapIds,
  type IdComparison,
  type MatchedBy,
  NO_NODE,
} from './model/digest.ts'
import type { IdPair, PairRow } from './model/diff-rows.ts'

/** Another open heap, be it in this thread or behind a port. */
export interface DigestSource {
  /** @param paths whether with what objects are called by where they stand */
  digest(paths: boolean): Promise<Digest>
  /** Whether that takes another thread's time, so that this one need not wait for it. */
  readonly elsewhere?: boolean
}

/** Gives what an open heap is compared by. @param paths see `DigestSource` */
export type OwnDigest = (paths: boolean, task: Task) => Promise<Digest>

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
 * @param own gives what the target is compared by
 * @param by how to tell objects to be the same; null decides by whether both come from one process
 */
export async function besideBase(
  own: OwnDigest,
  base: DigestSource,
  by: MatchedBy | null,
  host: TaskHost,
): Promise<Besides> {
  const task = new Task(host)
  const { here, there, isSame, matchedBy } = await digestBoth(own, base, by, task)
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
    digest: { ...here, paths: null },
    forBase: { matchedBy, inTarget: alignment.inTarget },
  }
}

/**
 * Puts a heap beside an earlier one by ids alone: enough to tell what came and stayed, and nothing else.
 * @param asked whether ids are asked for; else they will do only within one process
 * @returns null where they will not do
 */
export async function besideIds(
  own: HeapIds,
  earlier: HeapIds,
  asked: boolean,
  task: Task,
): Promise<{ readonly pair: IdPair; readonly comparison: IdComparison } | null> {
  const isSame = sameProcess(earlier.sample, own.sample)
  if (!isSame && !asked) return null
  const { inBase } = await align(earlier, own, 'id', task)
  return {
    pair: { matchedBy: 'id', sameProcess: isSame, base: { file: earlier.file } },
    comparison: { role: 'later', counterpart: inBase },
  }
}

interface Digests {
  readonly here: Digest
  readonly there: Digest
  readonly isSame: boolean
  readonly matchedBy: MatchedBy
}

/** Both, with paths where objects are matched by them. */
async function digestBoth(
  own: OwnDigest,
  base: DigestSource,
  by: MatchedBy | null,
  task: Task,
): Promise<Digests> {
  const wantsPaths = by === 'path'
  const [first, second] = await both(
    base,
    () => base.digest(wantsPaths),
    () => own(wantsPaths, task),
  )
  const isSame = sameProcess(first.sample, second.sample)
  const matchedBy = by ?? (isSame ? 'id' : 'path')
  if (matchedBy === 'id' || wantsPaths) return { there: first, here: second, isSame, matchedBy }
  const [there, here] = await both(
    base,
    async () => (first.paths ? first : base.digest(true)),
    () => own(true, task),
  )
  return { there, here, isSame, matchedBy }
}

/** At once where the base is elsewhere; in one thread one after the other, where both at once would only take more memory. */
async function both(
  { elsewhere }: DigestSource,
  ofBase: () => Promise<Digest>,
  ofTarget: () => Promise<Digest>,
): Promise<[base: Digest, target: Digest]> {
  return elsewhere ? Promise.all([ofBase(), ofTarget()]) : [await ofBase(), await ofTarget()]
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
      // Without branches, of which none could be foretold.
      const isMatched = Number(counterpart[node] !== NO_NODE)
      const size = sizes[node]!
      count += isMatched & Number(size !== 0)
      shallowSize += isMatched * size
    }
  })
  return { count, shallowSize }
}

function sideTotals({ file, classes }: Digest): PairRow['base'] {
  const sum = (valueOf: (entry: Digest['classes'][number]) => number): number =>
    classes.reduce((total, entry) => total + valueOf(entry), 0)
  return { file, count: sum(({ count }) => count), shallowSize: sum((entry) => entry.shallowSize) }
}
