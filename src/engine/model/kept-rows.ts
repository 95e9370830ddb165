import type { NodeRow, SourcePosition } from './rows.ts'

/** What may keep objects that nothing else keeps: detached DOM nodes, closures' scopes, event handlers, the console. */
export type Keeper = 'detached' | 'context' | 'handler' | 'console'

export type KeptColumn = 'name' | 'holder' | 'count' | 'objects' | 'shallowSize' | 'retainedSize'

/** All that one keeper alone keeps, and what holds it. Sizes are bytes. */
export interface KeptTotals {
  readonly keeper: Keeper
  /** Objects with a size that no way from the root leads to but through the keeper, itself included. */
  readonly count: number
  readonly shallowSize: number
  /** How many rows its list has. */
  readonly groups: number
  /** Selects what `count` counts. */
  readonly query: string
}

/**
 * Things of one name that are held in one way: detached trees by what leads to them, variables by the function that
 * uses them, handlers by where they listen, objects that the console shows by class.
 */
export interface KeptRow {
  readonly keeper: Keeper
  /** `<li>`, `big`, `onClick`, `Session`. */
  readonly name: string
  /** `Row.el`, `onEvent`, `<button> click`, `DevTools console`; empty where unknown. */
  readonly holder: string
  /** Where the function stands; null where there is none or the file does not say. */
  readonly source: SourcePosition | null
  /** Trees, variables' values, handlers, objects. */
  readonly count: number
  /** Nodes they are made of. */
  readonly objects: number
  readonly shallowSize: number
  /** Retained by these, each counted once, as far as single dominators tell. */
  readonly retainedSize: number
  /** The one that retains most. */
  readonly largest: NodeRow
  /** Selects these objects. */
  readonly query: string
}
