import type { NodeRow } from './rows.ts'

export type PackageColumn = 'name' | 'modules' | 'objects' | 'shallowSize' | 'retainedSize'

/** A top-level package with all its modules, or the standard library as a whole. Sizes are bytes. */
export interface PackageRow {
  /** `numpy`, `__main__`, `Standard library`. */
  readonly name: string
  readonly isStandard: boolean
  readonly modules: number
  /** The modules, their dictionaries, and the functions and classes that they define, with their shallow sizes. */
  readonly objects: number
  readonly shallowSize: number
  /** What would be freed if all of these went away, exactly. */
  readonly retainedSize: number
  /** Selects these. */
  readonly query: string
}

export interface ModuleRow {
  /** `shop.models` */
  readonly name: string
  readonly objects: number
  readonly shallowSize: number
  /** What these retain, each counted once, as far as single dominators tell. */
  readonly retainedSize: number
  readonly node: NodeRow
  readonly query: string
}
