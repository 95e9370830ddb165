import { useEffect, useReducer, useRef } from 'react'
import type { Sort } from '#engine/model/rows.ts'
import { PagedList } from '../paged-list.ts'
import { useAskKey } from '../use-ask-key.ts'
import type { Members } from './lines.ts'

/**
 * The lists of the members of open rows, each started when it is first asked for by the row's key. They start anew with
 * another order, another heap, or when more has become known.
 * @param waiting whether the rows shown are about to be replaced; their members stay as long as they do, since there may
 * be no such rows after
 */
export function useMembers<Member, MemberId extends string>(
  fetch: Members<never, never, Member, MemberId>['fetch'],
  sort: Sort<MemberId>,
  waiting: boolean,
): (key: string) => PagedList<Member> {
  const now = useAskKey()
  const shown = useRef(now)
  if (!waiting) shown.current = now
  const key = `${shown.current} ${sort.column} ${sort.descending}`
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const lists = useRef({ key, byRow: new Map<string, PagedList<Member>>() })
  if (lists.current.key !== key) {
    for (const list of lists.current.byRow.values()) list.stop()
    lists.current = { key, byRow: new Map() }
  }
  useEffect(() => () => lists.current.byRow.clear(), [])
  return (row) => {
    const known = lists.current.byRow.get(row)
    if (known) return known
    const list = new PagedList<Member>({
      fetch: (start, end) => fetch(row, { start, end, sort }),
      changed: redraw,
    })
    lists.current.byRow.set(row, list)
    return list
  }
}
