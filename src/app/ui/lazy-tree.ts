import { childPath, flattenTree } from './tree.ts'
import type { TreeItem, TreeLevel, TreeLine } from './tree.ts'

/** A stretch of a node's children. */
export interface TreePage<Item> {
  readonly items: readonly Item[]
  /** How many there are, without the last. */
  readonly total: number
  /** How many there would be without a filter, the last counted for all that it stands for; where that is known. */
  readonly all?: number
  /** What stands after all others. */
  readonly last?: Item | null
}

export interface LazyTreeOptions<Item> {
  /** Asks for the children `start` to `end` (exclusive) of a node. */
  readonly fetch: (node: number, start: number, end: number) => Promise<TreePage<Item>>
  /** Called whenever what is on screen changes. */
  readonly changed: () => void
  /** How a failure is told. */
  readonly describe: (error: unknown) => string
  /** Called with all open places when one is opened or closed, but not by `show`. */
  readonly onOpen?: ((paths: readonly string[]) => void) | undefined
  readonly pageSize?: number
}

/** A tree whose levels are asked for when they are opened, and each of them page by page. */
export class LazyTree<Item extends TreeItem> {
  readonly #options: LazyTreeOptions<Item>
  readonly #pageSize: number
  readonly #root: number
  readonly #levels = new Map<string, TreeLevel<Item>>()
  /** Open places and the nodes that stand there. */
  readonly #open = new Map<string, number>()
  /** Places to open as soon as they are known. */
  #wanted = new Set<string>()
  #top: TreePage<Item> | null = null
  #stopped = false

  constructor(root: number, options: LazyTreeOptions<Item>) {
    this.#root = root
    this.#options = options
    this.#pageSize = options.pageSize ?? 50
  }

  /** Asks for the first level, and for the places that were open in `before`, the same tree in another order. */
  start(before?: LazyTree<Item>): void {
    if (before && before.#root === this.#root) {
      for (const [path, node] of before.#open) this.#openAt(path, node)
      for (const path of before.#wanted) this.#wanted.add(path)
    }
    this.#load('', this.#root)
  }

  /** The lines to show; see `flattenTree`. */
  lines(): TreeLine<Item>[] {
    return flattenTree({ levels: this.#levels, open: new Set(this.#open.keys()) }, this.#root)
  }

  /** The latest answer about the first level; null until the first. */
  get top(): TreePage<Item> | null {
    return this.#top
  }

  /** Whether anything has been answered yet. */
  get answered(): boolean {
    return this.#levels.get('')?.pending === false
  }

  open(path: string, node: number): void {
    this.#openAt(path, node)
    this.#tellOpen()
  }

  close(path: string): void {
    this.#open.delete(path)
    this.#options.changed()
    this.#tellOpen()
  }

  /** Leaves just these places open. Those whose rows have not come yet open when they do. */
  show(paths: readonly string[]): void {
    const wanted = new Set(paths)
    for (const path of this.#open.keys()) if (!wanted.delete(path)) this.#open.delete(path)
    this.#wanted = wanted
    for (const path of this.#levels.keys()) this.#openWanted(path)
    this.#options.changed()
  }

  /** Asks for the next page below `path`, or again for one that failed. */
  more(path: string): void {
    const node = path === '' ? this.#root : this.#open.get(path)
    if (node !== undefined && !this.#levels.get(path)?.pending) this.#load(path, node)
  }

  stop(): void {
    this.#stopped = true
  }

  #openAt(path: string, node: number): void {
    this.#wanted.delete(path)
    this.#open.set(path, node)
    if (this.#levels.has(path)) this.#openWanted(path)
    else this.#load(path, node)
    this.#options.changed()
  }

  #openWanted(path: string): void {
    if (this.#wanted.size === 0) return
    const { items = [], last = null } = this.#levels.get(path) ?? {}
    for (const item of last ? [...items, last] : items) {
      const at = childPath(path, item.key)
      if (this.#wanted.has(at)) this.#openAt(at, item.node)
    }
  }

  #tellOpen(): void {
    this.#options.onOpen?.([...this.#open.keys(), ...this.#wanted])
  }

  #load(path: string, node: number): void {
    const before = this.#levels.get(path) ?? { items: [], total: null, pending: false, error: null }
    this.#levels.set(path, { ...before, pending: true, error: null })
    this.#options.changed()
    void this.#answer(path, node, before)
  }

  async #answer(path: string, node: number, before: TreeLevel<Item>): Promise<void> {
    const start = before.items.length
    let after: TreeLevel<Item>
    try {
      const page = await this.#options.fetch(node, start, start + this.#pageSize)
      const { total, last = null } = page
      after = { items: [...before.items, ...page.items], total, last, pending: false, error: null }
      if (path === '') this.#top = page
    } catch (error) {
      after = { ...before, pending: false, error: this.#options.describe(error) }
    }
    if (this.#stopped) return
    this.#levels.set(path, after)
    this.#openWanted(path)
    this.#options.changed()
  }
}
