import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { PathKeys } from '../model/digest.ts'
import { type CommonNumbers, commonNumbers } from './common-numbers.ts'
import type { Matches } from './match-keys.ts'
import { MatchRounds } from './match-rounds.ts'

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
  const paths = await ofPaths(base, target, task)
  const wholes = await withContent(base, target, paths, task)
  for (const numbersOf of [() => wholes, () => paths, () => ofSteps(base, target, task)]) {
    if (rounds.isOver) return
    await rounds.run(await numbersOf(), task)
  }
}

/** Numbers keys by their paths. */
async function ofPaths(base: PathKeys, target: PathKeys, task: Task): Promise<CommonNumbers> {
  const numbers = await commonNumbers(
    { first: base.low, second: base.high },
    { first: target.low, second: target.high },
    task,
  )
  return {
    inBase: await through(base.path, numbers.inBase, task),
    inTarget: await through(target.path, numbers.inTarget, task),
    count: numbers.count,
  }
}

/** Numbers keys by their paths and contents. */
function withContent(
  base: PathKeys,
  target: PathKeys,
  paths: CommonNumbers,
  task: Task,
): Promise<CommonNumbers> {
  return commonNumbers(
    { first: paths.inBase, second: base.content },
    { first: paths.inTarget, second: target.content },
    task,
  )
}

/** Numbers keys by the last steps of their paths and their contents. */
async function ofSteps(base: PathKeys, target: PathKeys, task: Task): Promise<CommonNumbers> {
  return commonNumbers(
    { first: await through(base.path, base.step, task), second: base.content },
    { first: await through(target.path, target.step, task), second: target.content },
    task,
  )
}

/** By key what stands in a column by path. */
async function through(path: Uint32Array, column: Uint32Array, task: Task): Promise<Uint32Array> {
  const found = new Uint32Array(path.length)
  await inSlices(task, path.length, (from, to) => {
    for (let key = from; key < to; key++) found[key] = column[path[key]!]!
  })
  return found
}
