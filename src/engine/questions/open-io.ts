import { openIo } from '../analyses/python/open-io.ts'
import type { IoRow } from '../model/io-rows.ts'
import type { Asked } from './asked.ts'

export const openIoQuestions = {
  /** The files, sockets and memory maps of a heap of CPython; others have none. */
  async openIo(asked: Asked): Promise<readonly IoRow[]> {
    return asked.shared('open io', (task) => openIo(asked.heap, task))
  },
}
