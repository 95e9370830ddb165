import { allocationQuestions } from './allocations.ts'
import type { Asked } from './asked.ts'
import { closureQuestions } from './closures.ts'
import { collectionQuestions } from './collections.ts'
import { cycleQuestions } from './cycles.ts'
import { deepSizeQuestions } from './deep-size.ts'
import { diffQuestions } from './diff.ts'
import { findingQuestions } from './findings.ts'
import { seriesQuestions } from './series.ts'
import { lineQuestions } from './lines.ts'
import { leakQuestions } from './leaks.ts'
import { trendQuestions } from './trend.ts'
import { shapeQuestions } from './shapes.ts'
import { stringQuestions } from './strings.ts'
import { dominatorQuestions } from './dominators.ts'
import { openIoQuestions } from './open-io.ts'
import { packageQuestions } from './packages.ts'
import { processQuestions } from './process.ts'
import { redactionQuestions } from './redaction.ts'
import { retainerQuestions } from './retainers.ts'
import { objectQuestions } from './objects.ts'
import { keepingQuestions } from './keeping.ts'
import { selectionQuestions } from './selection.ts'
import { statisticsQuestions } from './statistics.ts'
import { threadQuestions } from './threads.ts'

/** Every question about a whole heap, by name. A topic is a file that adds its own. */
const QUESTIONS = {
  ...allocationQuestions,
  ...closureQuestions,
  ...retainerQuestions,
  ...objectQuestions,
  ...selectionQuestions,
  ...stringQuestions,
  ...collectionQuestions,
  ...cycleQuestions,
  ...deepSizeQuestions,
  ...shapeQuestions,
  ...dominatorQuestions,
  ...keepingQuestions,
  ...statisticsQuestions,
  ...findingQuestions,
  ...diffQuestions,
  ...leakQuestions,
  ...trendQuestions,
  ...redactionQuestions,
  ...processQuestions,
  ...lineQuestions,
  ...seriesQuestions,
  ...openIoQuestions,
  ...packageQuestions,
  ...threadQuestions,
}

type Questions = typeof QUESTIONS

/** Questions that need everything about the heap to be known. */
export type DeepQuestion = keyof Questions

/** What a question takes, besides what it stands on. */
export type DeepArguments<Q extends DeepQuestion> = Questions[Q] extends (
  asked: Asked,
  ...args: infer Args
) => unknown
  ? Args
  : never

export type DeepAnswer<Q extends DeepQuestion> = Awaited<ReturnType<Questions[Q]>>

export function isDeepQuestion(name: string): name is DeepQuestion {
  return Object.hasOwn(QUESTIONS, name)
}

/** Answers one. @throws HeapError */
export async function answerDeep<Q extends DeepQuestion>(
  question: Q,
  asked: Asked,
  args: DeepArguments<Q>,
): Promise<DeepAnswer<Q>> {
  // The compiler cannot follow that the function and its arguments come from the same Q.
  const answer = QUESTIONS[question] as (asked: Asked, ...args: unknown[]) => Promise<DeepAnswer<Q>>
  return answer(asked, ...args)
}
