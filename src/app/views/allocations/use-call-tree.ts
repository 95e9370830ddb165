import { useEffect, useReducer, useRef, useState } from 'react'
import type { StackColumn, StackRow } from '#engine/model/allocation-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { useScope } from '#app/state/use-scope.ts'
import { LazyTree } from '#app/ui/lazy-tree.ts'
import { messageOf } from '#app/ui/message-of.ts'
import { childPath, type TreeItem } from '#app/ui/tree.ts'
import { useAskKey } from '#app/ui/use-ask-key.ts'

/** A step of a call tree on screen. */
export interface CallItem extends TreeItem {
  readonly row: StackRow
}

/** The place above all steps. */
const ROOT = -1

/**
 * The calls from the top down, or, upside down, the callers from those that allocated outward. In another order the same
 * places stay open. Null until the first answer.
 */
export function useCallTree(upside: boolean, sort: Sort<StackColumn>): LazyTree<CallItem> | null {
  const askKey = useAskKey()
  const scope = useScope()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [shown, setShown] = useState<LazyTree<CallItem> | null>(null)
  const latest = useRef<LazyTree<CallItem> | null>(null)
  const ways = useRef(new Ways())
  useEffect(() => {
    void askKey
    const page = async (node: number, start: number, end: number) => {
      const request = { start, end, sort }
      if (!upside) {
        const { rows, total } = await ask('callees', node === ROOT ? null : node, request, scope)
        return { items: rows.map((row) => ({ key: `${row.entry}`, node: row.entry, row })), total }
      }
      const way = ways.current.at(node)
      const { rows, total } = await ask('callers', way, request, scope)
      const items = rows.map((row) => ({
        key: `${row.entry}`,
        node: ways.current.numberOf([...way, row.entry]),
        row,
      }))
      return { items, total }
    }
    const tree: LazyTree<CallItem> = new LazyTree<CallItem>(ROOT, {
      fetch: async (node, start, end) => {
        const found = await page(node, start, end)
        const [only] = found.items
        // A single step at the top says nothing by itself.
        if (node === ROOT && found.total === 1 && only) tree.open(childPath('', only.key), only.node)
        return found
      },
      changed: () => {
        if (tree.answered) setShown(tree)
        redraw()
      },
      describe: messageOf,
    })
    tree.start(latest.current ?? undefined)
    latest.current = tree
    return () => tree.stop()
  }, [upside, sort, askKey, scope])
  return shown
}

/** Numbers for ways of functions: the tree knows its places by numbers. */
class Ways {
  readonly #ways: (readonly number[])[] = []
  readonly #numbers = new Map<string, number>()

  at(number: number): readonly number[] {
    return this.#ways[number] ?? []
  }

  numberOf(way: readonly number[]): number {
    const key = way.join()
    const number = this.#numbers.get(key) ?? this.#ways.push(way) - 1
    this.#numbers.set(key, number)
    return number
  }
}
