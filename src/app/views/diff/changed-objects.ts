import type { ClassChangeRow } from '#engine/model/diff-rows.ts'
import type { ListRequest, NodeColumn, NodeRow, Page } from '#engine/model/rows.ts'
import { askBase } from '#app/state/base.ts'
import { ask } from '#app/state/heap-store.ts'

const NOTHING: Page<NodeRow> = { start: 0, rows: [], total: 0, all: 0 }

/**
 * The objects of a class that came or changed, as the target has them, and behind those the ones that went, as the base
 * had them.
 */
export async function changedObjects(
  { targetQuery, baseQuery }: ClassChangeRow,
  request: ListRequest<NodeColumn>,
): Promise<Page<NodeRow>> {
  const changed = targetQuery
    ? await ask('matching', { ...request, filter: `${targetQuery} status:new,moved,grown,shrunk` }, null)
    : NOTHING
  const start = Math.max(0, request.start - changed.total)
  const end = Math.max(start, request.end - changed.total)
  const gone = baseQuery
    ? await askBase('matching', { ...request, start, end, filter: `${baseQuery} status:deleted` }, null)
    : NOTHING
  const total = changed.total + gone.total
  return { start: request.start, rows: [...changed.rows, ...gone.rows], total, all: total }
}
