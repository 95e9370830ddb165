import { HeapError } from '#engine/base/error.ts'
import type { Question, Questions } from '#protocol/worker.ts'
import { currentPlace } from './place-store.ts'
import { shelved } from './shelf.ts'

/** Asks the capture that the shown one is compared with. @throws HeapError, `cancelled` where there is none (any more) */
export async function askBase<Q extends Question>(
  question: Q,
  ...args: Parameters<Questions[Q]>
): Promise<ReturnType<Questions[Q]>> {
  const { base } = currentPlace()
  const capture = base === null ? null : shelved(base)
  if (!capture) throw new HeapError('cancelled', 'No base is open.')
  return capture.ask(question, args)
}
