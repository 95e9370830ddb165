import type { StackColumn, StackRow } from '#engine/model/allocation-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { Session } from '#engine/session.ts'
import { nodeHost } from '../task-host.ts'

/** A call of the tree of stacks, in the order in which a tree is printed. */
export interface CallStep {
  readonly row: StackRow
  /** Where its caller is in the list; -1 at the top. */
  readonly parent: number
  readonly depth: number
  /** What it calls and the list leaves out, where it goes that deep: how many calls. */
  readonly left: number
}

export interface CallSteps {
  readonly steps: readonly CallStep[]
  /** Calls at the top that are left out. */
  readonly left: number
}

/** How much of the tree is listed. */
export interface CallLimits {
  readonly depth: number
  /** Of the calls at the top and of those of each step, so many: the largest. */
  readonly top: number
}

/**
 * The tree of stacks from its top down, each step before what it calls. O(steps listed and their callees).
 * @throws HeapError `not-found` where the capture knows no stacks
 */
export async function callSteps(
  session: Session,
  sort: Sort<StackColumn>,
  { depth, top }: CallLimits,
): Promise<CallSteps> {
  const calleesOf = (entry: number | null) =>
    session.ask('callees', [entry, { start: 0, end: top, sort }], nodeHost())
  const steps: CallStep[] = []
  const first = await calleesOf(null)
  // A stack, since calls may be deep; what was pushed last comes first.
  const waiting = first.rows.map((row) => ({ row, parent: -1, depth: 0 })).toReversed()
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const at = steps.length
    if (next.row.children === 0 || next.depth + 1 >= depth) {
      steps.push({ ...next, left: next.row.children })
      continue
    }
    const { rows, total } = await calleesOf(next.row.entry)
    steps.push({ ...next, left: total - rows.length })
    for (const row of rows.toReversed()) waiting.push({ row, parent: at, depth: next.depth + 1 })
  }
  return { steps, left: first.total - first.rows.length }
}
