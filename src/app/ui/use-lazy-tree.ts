import { useEffect, useReducer, useRef, useState } from 'react'
import { LazyTree } from './lazy-tree.ts'
import type { TreePage } from './lazy-tree.ts'
import { messageOf } from './message-of.ts'
import type { TreeItem } from './tree.ts'
import { useAskKey } from './use-ask-key.ts'

/** Where the open places of a tree are kept. */
export interface OpenPlaces {
  readonly open: readonly string[]
  /** Must be stable between renders. */
  readonly onOpen: (paths: readonly string[]) => void
}

/**
 * The tree below `root` whose levels `fetch` asks for; it must be stable between renders. With another `fetch` (another
 * order), or once the whole graph is known, the same places stay open, and the tree before stays on screen until the new
 * one has answered. Null until the first answer.
 * @param places keeps the open places; without it the tree itself does
 */
export function useLazyTree<Item extends TreeItem>(
  root: number,
  fetch: (node: number, start: number, end: number) => Promise<TreePage<Item>>,
  places?: OpenPlaces,
): LazyTree<Item> | null {
  const askKey = useAskKey()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [shown, setShown] = useState<LazyTree<Item> | null>(null)
  const latest = useRef<LazyTree<Item> | null>(null)
  const onOpen = places?.onOpen
  useEffect(() => {
    void askKey
    const tree: LazyTree<Item> = new LazyTree<Item>(root, {
      fetch,
      changed: () => {
        if (tree.answered) setShown(tree)
        redraw()
      },
      describe: messageOf,
      onOpen,
    })
    tree.start(latest.current ?? undefined)
    latest.current = tree
    return () => tree.stop()
  }, [root, fetch, askKey, onOpen])
  const open = places?.open
  useEffect(() => {
    if (open) latest.current?.show(open)
  }, [open, root, fetch, askKey, onOpen])
  return shown
}
