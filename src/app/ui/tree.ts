/** What a tree needs to know of an item: `key` is unique among its siblings, `node` names the thing it shows. */
export interface TreeItem {
  readonly key: string
  readonly node: number
}

/** The children of one place in the tree, as far as they were asked for. */
export interface TreeLevel<Item> {
  readonly items: readonly Item[]
  /** How many there are, without the last; null until the first answer. */
  readonly total: number | null
  /** A row after all others, also while some of these are still to come: what is left out of them. */
  readonly last?: Item | null
  readonly pending: boolean
  readonly error: string | null
}

/** A line of the tree on screen. `path` is the place it stands for; `level` counts from 1. */
export type TreeLine<Item> =
  | {
      readonly kind: 'item'
      readonly path: string
      readonly level: number
      readonly item: Item
      readonly open: boolean
      /** The same node stands further up on this branch: opening it would go in circles. */
      readonly looped: boolean
      readonly position: number
      readonly total: number
    }
  | {
      readonly kind: 'more'
      readonly path: string
      readonly level: number
      readonly shown: number
      readonly total: number
      readonly pending: boolean
    }
  | { readonly kind: 'pending' | 'empty'; readonly path: string; readonly level: number }
  | { readonly kind: 'error'; readonly path: string; readonly level: number; readonly message: string }

export interface TreeState<Item> {
  /** By path; the root's is `''`. */
  readonly levels: ReadonlyMap<string, TreeLevel<Item>>
  readonly open: ReadonlySet<string>
}

/** The path of an item below the place `parent`. */
export function childPath(parent: string, key: string): string {
  return `${parent}/${key}`
}

/** The path of the place above. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/**
 * The tree as lines, depth first. `root` is the node the tree hangs from; it counts when looking for circles.
 * @returns lines in screen order; linear in their number (times depth, for the circles)
 */
export function flattenTree<Item extends TreeItem>(state: TreeState<Item>, root: number): TreeLine<Item>[] {
  const lines: TreeLine<Item>[] = []
  addLevel(state, '', [root], lines)
  return lines
}

function addLevel<Item extends TreeItem>(
  state: TreeState<Item>,
  path: string,
  branch: readonly number[],
  lines: TreeLine<Item>[],
): void {
  const level = branch.length
  const children = state.levels.get(path)
  if (!children || (children.total === null && !children.error)) {
    lines.push({ kind: 'pending', path, level })
    return
  }
  const last = children.last ?? null
  const count = children.total ?? 0
  const total = count + (last ? 1 : 0)
  const addItem = (item: Item, position: number): void => {
    const at = childPath(path, item.key)
    const looped = branch.includes(item.node)
    const open = !looped && state.open.has(at)
    lines.push({ kind: 'item', path: at, level, item, open, looped, position, total })
    if (open) addLevel(state, at, [...branch, item.node], lines)
  }
  for (const [position, item] of children.items.entries()) addItem(item, position)
  const shown = children.items.length
  if (children.error) lines.push({ kind: 'error', path, level, message: children.error })
  else if (total === 0) lines.push({ kind: 'empty', path, level })
  else if (shown < count) {
    lines.push({ kind: 'more', path, level, shown, total: count, pending: children.pending })
  }
  if (last) addItem(last, count)
}
