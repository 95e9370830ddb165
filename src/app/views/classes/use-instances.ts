import { useEffect, useReducer, useRef } from 'react'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { PagedList } from '#app/ui/paged-list.ts'
import { useAskKey } from '#app/ui/use-ask-key.ts'

/** The list of the instances of the class with this key, started when it is first asked for. */
export type InstancesOf = (key: string) => PagedList<NodeRow>

/**
 * The lists of instances of the open classes. They start anew with another order, another heap, or when more has become
 * known.
 * @param waiting whether the classes shown are about to be replaced; their instances stay as long as they do, since
 * there may be no such classes after
 */
export function useInstances(sort: Sort<NodeColumn>, waiting: boolean): InstancesOf {
  const now = useAskKey()
  const shown = useRef(now)
  if (!waiting) shown.current = now
  const key = `${shown.current} ${sort.column} ${sort.descending}`
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const lists = useRef({ key, byClass: new Map<string, PagedList<NodeRow>>() })
  if (lists.current.key !== key) {
    for (const list of lists.current.byClass.values()) list.stop()
    lists.current = { key, byClass: new Map() }
  }
  useEffect(() => () => lists.current.byClass.clear(), [])
  return (classKey) => {
    const known = lists.current.byClass.get(classKey)
    if (known) return known
    const list = new PagedList<NodeRow>({
      fetch: (start, end) => ask('instances', classKey, { start, end, sort }),
      changed: redraw,
    })
    lists.current.byClass.set(classKey, list)
    return list
  }
}
