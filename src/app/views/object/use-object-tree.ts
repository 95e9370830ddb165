import { useEffect, useReducer, useRef, useState } from 'react'
import type { Sort } from '#engine/model/rows.ts'
import type { ObjectTab } from '#app/state/place.ts'
import { LazyTree } from '#app/ui/lazy-tree.ts'
import { messageOf } from '#app/ui/message-of.ts'
import { useAskKey } from '#app/ui/use-ask-key.ts'
import { fetchChildren } from './tree-items.ts'
import type { ObjectItem, TreeColumn } from './tree-items.ts'

/**
 * One of the trees below a node. In another order, or once the whole graph is known, the same places stay open, and the
 * tree before stays on screen until the new one has answered. Null until the first answer.
 */
export function useObjectTree(
  tab: ObjectTab,
  node: number,
  sort: Sort<TreeColumn> | null,
): LazyTree<ObjectItem> | null {
  const askKey = useAskKey()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [shown, setShown] = useState<LazyTree<ObjectItem> | null>(null)
  const latest = useRef<LazyTree<ObjectItem> | null>(null)
  useEffect(() => {
    void askKey
    const tree: LazyTree<ObjectItem> = new LazyTree<ObjectItem>(node, {
      fetch: (of, start, end) => fetchChildren(tab, of, start, end, sort),
      changed: () => {
        if (tree.answered) setShown(tree)
        redraw()
      },
      describe: messageOf,
    })
    tree.start(latest.current ?? undefined)
    latest.current = tree
    return () => tree.stop()
  }, [tab, node, sort, askKey])
  return shown
}
