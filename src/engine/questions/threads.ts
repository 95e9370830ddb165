import { allFrames, FRAME_TABLE, framePage, threadStacks } from '../analyses/python/threads.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import type { FrameColumn, FrameRow, ThreadRow } from '../model/thread-rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

/** Questions about the threads of a heap of CPython; others have none. */
export const threadQuestions = {
  /** All threads with their calls and the variables of these. */
  async threads(asked: Asked): Promise<readonly ThreadRow[]> {
    return stacksOf(asked)
  },

  /** The calls of all threads as a list. @throws HeapError `bad-filter` with `at` */
  async frames(asked: Asked, request: ListRequest<FrameColumn>): Promise<Page<FrameRow>> {
    const threads = await stacksOf(asked)
    const filter = filterEntries(request.filter, {
      table: FRAME_TABLE,
      source: allFrames(threads),
      now: asked.now,
    })
    return framePage(threads, request, filter, asked.orders)
  },
}

function stacksOf(asked: Asked): Promise<readonly ThreadRow[]> {
  return asked.shared('threads', () => threadStacks(asked.heap))
}
