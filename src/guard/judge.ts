import type { TaskHost } from '#engine/base/task.ts'
import type { Session } from '#engine/session.ts'
import type { Budget } from './budget.ts'
import { setsOf } from './budget-sets.ts'
import { judgeFindings } from './judge-findings.ts'
import { judgeSet } from './judge-set.ts'
import { judgeGrowth, judgeTotal } from './judge-total.ts'
import type { Judged, Judgement } from './judgement.ts'
import type { Measured } from './measure.ts'
import { Owners } from './owners.ts'

/** A heap and what it is compared with, in figures. */
export interface Sides {
  readonly now: Measured
  /** Null where there is no base. */
  readonly base: Measured | null
}

/**
 * Holds a heap to a budget.
 * @param session the heap that `now` are the figures of; beside its base where there is one
 * @throws HeapError
 */
export async function judge(session: Session, budget: Budget, sides: Sides, host: TaskHost): Promise<Judged> {
  const owners = new Owners(session, host)
  const judgements: Judgement[] = []
  if (budget.total !== undefined) judgements.push(await judgeTotal(budget.total, sides, owners))
  if (budget.growth !== undefined) judgements.push(await judgeGrowth(budget.growth, sides, owners))
  for (const set of setsOf(budget)) judgements.push(...(await judgeSet(set, sides, owners)))
  judgements.push(...judgeFindings(budget.findings ?? {}, sides))
  return { file: sides.now.file, base: sides.base?.file ?? null, judgements }
}
