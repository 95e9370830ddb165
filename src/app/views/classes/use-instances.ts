import { useEffect, useReducer, useRef } from 'react'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { PagedList } from '#app/ui/paged-list.ts'
import { useAskKey } from '#app/ui/use-ask-key.ts'

/** The list of the instances of the class number `index`, started when it is first asked for. */
export type InstancesOf = (index: number) => PagedList<NodeRow>

/**
 * The lists of instances of the open classes. They start anew with another order, another heap, or when the whole graph
 * has become known.
 */
export function useInstances(sort: Sort<NodeColumn>): InstancesOf {
  const key = `${useAskKey()} ${sort.column} ${sort.descending}`
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const lists = useRef({ key, byClass: new Map<number, PagedList<NodeRow>>() })
  if (lists.current.key !== key) {
    for (const list of lists.current.byClass.values()) list.stop()
    lists.current = { key, byClass: new Map() }
  }
  useEffect(() => () => lists.current.byClass.clear(), [])
  return (index) => {
    const known = lists.current.byClass.get(index)
    if (known) return known
    const list = new PagedList<NodeRow>({
      fetch: (start, end) => ask('instances', index, { start, end, sort }),
      changed: redraw,
    })
    lists.current.byClass.set(index, list)
    return list
  }
}
