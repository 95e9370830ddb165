import { HeapError } from '../base/error.ts'
import type { GroupName, TreeBy } from '../model/dominator-rows.ts'
import type { CompleteHeap } from './heap.ts'
import { moduleOfUrl, sharedFolder } from './script-modules.ts'
import { sourceAt } from './sources.ts'

/** In place of a group: the node belongs to the cell of its dominator. */
export const FOLDED = -1
/** The group of a cell that is no part of the tree, but holds several parts of it side by side. */
export const FOREST = -2

/** Which nodes of the dominator tree belong together where one is below the other or beside it. */
export interface TreeGrouping {
  /** How many groups there are. */
  readonly count: number
  /** A node's group, or `FOLDED`. */
  readonly of: (node: number) => number
  readonly nameOf: (group: number) => GroupName
  /** The group with this key, or `FOLDED` when there is none. */
  readonly byKey: (key: string) => number
}

/** @throws HeapError `not-found` where modules are asked for and the capture does not say which scripts there are */
export function treeGrouping(heap: CompleteHeap, by: Exclude<TreeBy, 'object'>): TreeGrouping {
  return by === 'class' ? byClass(heap) : byModule(heap)
}

/**
 * By class. What counts with its owner (a backing store, a map) is folded into the owner's cell, so that a `Map` is above
 * what it holds and not above its `(array)`.
 */
function byClass({ snapshot, shallowSize, table }: CompleteHeap): TreeGrouping {
  const { selfSize } = snapshot
  const { classOf, classes } = table
  return {
    count: classes.length,
    of: (node) => (shallowSize[node] === 0 && selfSize[node] !== 0 ? FOLDED : classOf[node]!),
    nameOf: (group) => {
      const { key, name, kind } = classes[group]!
      return { key, name, kind }
    },
    byKey: (key) => classes.findIndex((info) => info.key === key),
  }
}

/**
 * By the module that constructed an object or defines a function. What has no known place (strings, arrays, what V8 makes)
 * belongs to what dominates it.
 */
function byModule({ snapshot }: CompleteHeap): TreeGrouping {
  const modules = scriptModules(snapshot)
  if (modules.names.length === 0) {
    throw new HeapError(
      'not-found',
      'This capture does not say which scripts its objects come from, so modules are unknown.',
    )
  }
  const { names, ofPlace } = modules
  const { place } = snapshot.locations!
  return {
    count: names.length,
    of: (node) => ofPlace[place[node]!]!,
    nameOf: (group) => ({ key: names[group]!, name: names[group]!, kind: 'code' }),
    byKey: (key) => names.indexOf(key),
  }
}

/** The modules of a capture, and by place the number of its module or `FOLDED`. O(places). */
function scriptModules(snapshot: CompleteHeap['snapshot']): {
  readonly names: readonly string[]
  readonly ofPlace: Int32Array
} {
  const places = snapshot.locations?.places
  const urls: (string | null)[] = []
  for (let place = 1; place < (places?.scriptId.length ?? 0); place++)
    urls.push(sourceAt(snapshot, place).url)
  const base = sharedFolder([...new Set(urls)].filter((url) => url !== null))
  const numbers = new Map<string, number>()
  const ofPlace = new Int32Array(urls.length + 1).fill(FOLDED)
  urls.forEach((url, i) => {
    if (!url) return
    const name = moduleOfUrl(url, base)
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    ofPlace[i + 1] = number
  })
  return { names: [...numbers.keys()], ofPlace }
}

/** Whether the capture says which scripts objects come from. O(places). */
export function knowsModules({ snapshot }: CompleteHeap): boolean {
  return scriptModules(snapshot).names.length > 0
}
