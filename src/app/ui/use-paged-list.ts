import { startTransition, useEffect, useReducer, useState } from 'react'
import { PagedList } from './paged-list.ts'
import type { PagedListOptions } from './paged-list.ts'

/** A paged list on screen. */
export interface ShownList<Row> {
  /** What to show: while a new list has not answered yet, the one before. Null until the first answer. */
  readonly list: PagedList<Row> | null
  /** Whether `list` is about to be replaced. */
  readonly busy: boolean
}

/**
 * The list that `fetch` asks for, drawn anew as its answers come. A new `fetch` (sort, filter, heap) starts a new list;
 * the one before stays on screen until that has answered. `fetch` and `keyOf` must be stable between renders.
 */
export function usePagedList<Row>(
  fetch: PagedListOptions<Row>['fetch'],
  keyOf?: (row: Row) => string,
): ShownList<Row> {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [shown, setShown] = useState<{ list: PagedList<Row>; fetch: unknown } | null>(null)
  useEffect(() => {
    const list: PagedList<Row> = new PagedList<Row>({
      fetch,
      changed: () => {
        // A screen full of rows is drawn bit by bit, so that the page answers meanwhile.
        startTransition(() => {
          setShown((before) => (before?.list === list ? before : { list, fetch }))
          redraw()
        })
      },
      ...(keyOf ? { keyOf } : {}),
    })
    list.want(0, 1)
    return () => list.stop()
  }, [fetch, keyOf])
  return { list: shown?.list ?? null, busy: shown?.fetch !== fetch }
}
