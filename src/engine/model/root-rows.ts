import type { NodeRow } from './rows.ts'

/**
 * `machine`: one kind of roots of the virtual machine or its embedder; `globals`: the program's global objects;
 * `several`: what more than one group leads to; `none`: what the root does not lead to.
 */
export type RootGroupKind = 'machine' | 'globals' | 'several' | 'none'

export type RootColumn = 'name' | 'references' | 'shallowSize' | 'keptCount' | 'keptSize'

/** Roots of one kind taken together, or what is left beside the kinds. Sizes are bytes. */
export interface RootGroupRow {
  readonly kind: RootGroupKind
  /** `(Handle scope)`, as the file calls it, or for people for the other kinds. */
  readonly name: string
  /** The node that stands for a `machine` group; null for the other kinds. */
  readonly node: NodeRow | null
  /** How many nodes the group is made of; 0 for `several` and `none`. */
  readonly members: number
  /** References from these that keep something alive, other groups aside. */
  readonly references: number
  /** Shallow size of the distinct objects at their ends. */
  readonly shallowSize: number
  /** Objects with a size that are reached from this group and from no other, and their bytes. All rows add up. */
  readonly keptCount: number
  readonly keptSize: number
  /** Selects what is counted in `keptCount`. */
  readonly query: string
}
