import { IO_TABLE, ioPage } from '../analyses/python/list-io.ts'
import { openIo } from '../analyses/python/open-io.ts'
import type { IoColumn, IoRow } from '../model/io-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

export const openIoQuestions = {
  /** The files, sockets, connections and memory maps of a heap of CPython; others have none. */
  async openIo(asked: Asked): Promise<readonly IoRow[]> {
    return rowsOf(asked)
  },

  /** The same as a list. @throws HeapError `bad-filter` with `at` */
  async openIoList(asked: Asked, request: ListRequest<IoColumn>): Promise<Page<IoRow>> {
    const rows = await rowsOf(asked)
    const filter = filterEntries(request.filter, { table: IO_TABLE, source: rows, now: asked.now })
    return ioPage(rows, request, filter, asked.orders)
  },
}

async function rowsOf(asked: Asked): Promise<readonly IoRow[]> {
  if (!asked.heap.snapshot.python) return []
  const { collections } = await asked.collections()
  return asked.shared('open io', (task) => openIo(asked.heap, collections.members, task))
}
