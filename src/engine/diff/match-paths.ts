import { NO_NUMBER, PairNumbers } from '../base/pair-numbers.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { PathKeys } from '../model/digest.ts'
import type { Matches } from './match-keys.ts'
import { type KeyNumbers, MatchRounds, type WaitingKeys } from './match-rounds.ts'
import { samePairs } from './same-pairs.ts'

/** How often all nodes are looked at, at most. */
export const PATH_ROUNDS = 3

/**
 * Matches nodes by what they are called, in three rounds, each for what the one before left: the same path and content; the
 * same path; the same last step and content. Of several that are alike the first in the order of their heap is matched with
 * the first, the second with the second and so on.
 * O(nodes of both); 4 bytes a node of the base meanwhile, and up to 50 for each key.
 */
export async function matchPaths(
  base: PathKeys,
  target: PathKeys,
  matches: Matches,
  task: Task,
): Promise<void> {
  const rounds = new MatchRounds(base, target, matches)
  const paths = await byPaths(base, target, task)
  await rounds.run(await withContents(base, target, paths.inTarget, task), task)
  if (rounds.isOver) return
  await rounds.run(paths, task)
  if (rounds.isOver) return
  const waiting = await rounds.waitingKeys(base.path.length, target.path.length, task)
  await rounds.run(await bySteps(base, target, waiting, task), task)
}

/** Numbers keys by their paths, as the base does. */
async function byPaths(base: PathKeys, target: PathKeys, task: Task): Promise<KeyNumbers> {
  const same = await samePairs(
    { first: base.low, second: base.high },
    { first: target.low, second: target.high },
    task,
  )
  return { inBase: base.path, inTarget: await through(target.path, same, task), count: base.low.length }
}

/** Numbers keys by their paths and contents, as the base does. @param paths by key of the target: its path in the base */
async function withContents(
  base: PathKeys,
  target: PathKeys,
  paths: Uint32Array,
  task: Task,
): Promise<KeyNumbers> {
  const inTarget = await samePairs(
    { first: base.path, second: base.content },
    { first: paths, second: target.content },
    task,
  )
  return { inBase: numbered(base.path.length), inTarget, count: base.path.length }
}

/** Numbers keys by the last steps of their paths and their contents. The others than those that wait get no number. */
async function bySteps(
  base: PathKeys,
  target: PathKeys,
  waiting: WaitingKeys,
  task: Task,
): Promise<KeyNumbers> {
  const numbers = new PairNumbers()
  const inBase = new Uint32Array(base.path.length).fill(NO_NUMBER)
  await inSlices(task, inBase.length, (from, to) => {
    for (let key = from; key < to; key++)
      if (waiting.inBase.has(key)) inBase[key] = numbers.add(base.step[base.path[key]!]!, base.content[key]!)
  })
  const inTarget = new Uint32Array(target.path.length).fill(NO_NUMBER)
  await inSlices(task, inTarget.length, (from, to) => {
    for (let key = from; key < to; key++)
      if (waiting.inTarget.has(key))
        inTarget[key] = numbers.find(target.step[target.path[key]!]!, target.content[key]!)
  })
  return { inBase, inTarget, count: numbers.count }
}

/** 0, 1, 2 and so on. */
function numbered(count: number): Uint32Array {
  const numbers = new Uint32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = i
  return numbers
}

/** By key what stands in a column by path. */
async function through(path: Uint32Array, column: Uint32Array, task: Task): Promise<Uint32Array> {
  const found = new Uint32Array(path.length)
  await inSlices(task, path.length, (from, to) => {
    for (let key = from; key < to; key++) found[key] = column[path[key]!]!
  })
  return found
}
