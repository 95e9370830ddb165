import { flattenTree } from './tree.ts'
import type { TreeItem, TreeLevel, TreeLine } from './tree.ts'

/** A stretch of a node's children. */
export interface TreePage<Item> {
  readonly items: readonly Item[]
  readonly total: number
}

export interface LazyTreeOptions<Item> {
  /** Asks for the children `start` to `end` (exclusive) of a node. */
  readonly fetch: (node: number, start: number, end: number) => Promise<TreePage<Item>>
  /** Called whenever what is on screen changes. */
  readonly changed: () => void
  /** How a failure is told. */
  readonly describe: (error: unknown) => string
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
  #stopped = false

  constructor(root: number, options: LazyTreeOptions<Item>) {
    this.#root = root
    this.#options = options
    this.#pageSize = options.pageSize ?? 50
  }

  /** Asks for the first level, and for the places that were open in `before`, the same tree in another order. */
  start(before?: LazyTree<Item>): void {
    if (before && before.#root === this.#root) {
      for (const [path, node] of before.#open) this.open(path, node)
    }
    this.#load('', this.#root)
  }

  /** The lines to show; see `flattenTree`. */
  lines(): TreeLine<Item>[] {
    return flattenTree({ levels: this.#levels, open: new Set(this.#open.keys()) }, this.#root)
  }

  /** How many items the first level has; null until the first answer. */
  get total(): number | null {
    return this.#levels.get('')?.total ?? null
  }

  /** Whether anything has been answered yet. */
  get answered(): boolean {
    return this.#levels.get('')?.pending === false
  }

  open(path: string, node: number): void {
    this.#open.set(path, node)
    if (!this.#levels.has(path)) this.#load(path, node)
    this.#options.changed()
  }

  close(path: string): void {
    this.#open.delete(path)
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
      after = { items: [...before.items, ...page.items], total: page.total, pending: false, error: null }
    } catch (error) {
      after = { ...before, pending: false, error: this.#options.describe(error) }
    }
    if (this.#stopped) return
    this.#levels.set(path, after)
    this.#options.changed()
  }
}
