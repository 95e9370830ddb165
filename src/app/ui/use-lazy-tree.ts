import { useEffect, useReducer, useRef, useState } from 'react'
import { LazyTree } from './lazy-tree.ts'
import type { TreePage } from './lazy-tree.ts'
import { messageOf } from './message-of.ts'
import type { TreeItem } from './tree.ts'
import { useAskKey } from './use-ask-key.ts'

/**
 * The tree below `root` whose levels `fetch` asks for; it must be stable between renders. With another `fetch` (another
 * order), or once the whole graph is known, the same places stay open, and the tree before stays on screen until the new
 * one has answered. Null until the first answer.
 */
export function useLazyTree<Item extends TreeItem>(
  root: number,
  fetch: (node: number, start: number, end: number) => Promise<TreePage<Item>>,
): LazyTree<Item> | null {
  const askKey = useAskKey()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [shown, setShown] = useState<LazyTree<Item> | null>(null)
  const latest = useRef<LazyTree<Item> | null>(null)
  useEffect(() => {
    void askKey
    const tree: LazyTree<Item> = new LazyTree<Item>(root, {
      fetch,
      changed: () => {
        if (tree.answered) setShown(tree)
        redraw()
      },
      describe: messageOf,
    })
    tree.start(latest.current ?? undefined)
    latest.current = tree
    return () => tree.stop()
  }, [root, fetch, askKey])
  return shown
}
