import type { CellGrowth } from './growth.ts'
import type { Kind, NodeRow } from './rows.ts'

/**
 * How the dominator tree is looked at. `object`: every object by itself. `class`: objects of one class below one cell
 * are one cell, and so is a run of one class from parent to child. `module`: the same by the script that made them.
 */
export type TreeBy = 'object' | 'class' | 'module'

/** A place in the tree: an object, and from there down the path of group keys; empty where the tree is by object. */
export interface TreePlace {
  readonly by: TreeBy
  /** A node's position in the file; null for the root. */
  readonly node: number | null
  readonly path: readonly string[]
}

/** How much of the tree below a place is wanted. */
export interface CellLimits {
  /** Cells that retain fewer bytes are gathered. */
  readonly minSize: number
  /** So are those that retain a smaller part of what the place does, from 0 to 1. */
  readonly minShare: number
  /** At most so many cells, the largest; the rest is gathered. */
  readonly maxCells: number
  /** Levels below the place; what lies deeper is gathered. */
  readonly maxDepth: number
}

/** What one cell holds and does not show as cells of its own. `size` may be 0. */
export interface Gathered {
  /** How many cells were left out right below; by object as many as `objects`. */
  readonly cells: number
  /** How many objects right below they begin with. */
  readonly objects: number
  /** What they retain, in bytes. */
  readonly size: number
}

/** One cell of the tree. Its size is its own bytes, those of the cells right below it and those gathered. */
export interface TreeCell {
  /** The place of the cell above in the list; -1 for the first. */
  readonly parent: number
  /** 0 for the first. */
  readonly depth: number
  /** Retained bytes. */
  readonly size: number
  /** Shallow bytes of its own objects. */
  readonly own: number
  /** How many objects it stands for. */
  readonly count: number
  /** How many of them that retain anything are right below the cell above: not dominated by another of them. */
  readonly heads: number
  readonly rest: Gathered
  readonly subject: CellSubject
  /** Where it was asked for: what changed since the base. */
  readonly growth?: CellGrowth
}

/** What a cell stands for. */
export type CellSubject =
  | { readonly what: 'object'; readonly node: NodeRow }
  | { readonly what: 'group'; readonly group: GroupName }

/** A class or a module. */
export interface GroupName {
  /** Names it across sessions; a step of a `TreePlace.path`. */
  readonly key: string
  readonly name: string
  readonly kind: Kind
}

/** A part of the dominator tree. */
export interface TreeCells {
  /** The largest first, each after the cell above it. The first is the place asked for. */
  readonly cells: readonly TreeCell[]
  /** Whether cells of at least the smallest size asked for were left out because there were too many. */
  readonly full: boolean
  /** As asked for: what is gathered in cells of this depth was not looked at for its size. */
  readonly maxDepth: number
}

export type GroupColumn = 'name' | 'count' | 'own' | 'size'

/** The objects of one class or module right below a place. */
export interface GroupRow extends GroupName {
  readonly count: number
  readonly own: number
  readonly size: number
  /** How many groups are right below it. */
  readonly groups: number
  /** Whether the engine made all of it for itself, and no object of the program lives only through it. */
  readonly internal: boolean
  /** Names its objects in the filter language; null in the tree of a selection, where it cannot. */
  readonly query: string | null
}

/** A place in the tree as people and addresses write it: an object by its heap id. */
export interface TreeAddress {
  readonly by: TreeBy
  /** Null for the root. */
  readonly id: number | null
  readonly path: readonly string[]
}

/** The way from the root, or from the object that a place begins at, down to the place. */
export interface TreeWay {
  /** Of a tree by object: the dominators of the object and itself, from the root down. Else the object it begins at. */
  readonly nodes: readonly NodeRow[]
  /** How many of the nodes are left out, and after how many; long lists have millions. */
  readonly skipped: { readonly count: number; readonly after: number }
  /** The groups on the path. */
  readonly groups: readonly GroupName[]
}

/** Where the way down along the largest children ends, since what comes next is split among many. */
export interface AccumulationPoint {
  readonly node: NodeRow
  /** How many steps down it is. */
  readonly steps: number
  /** The nodes on the way, from the start to the point; where there are many, only the first and the last. */
  readonly chain: readonly NodeRow[]
  /** How many nodes are left out, and after how many of `chain`. */
  readonly skipped: { readonly count: number; readonly after: number }
  /** The largest object right below the point, where there is one. */
  readonly largestBelow: NodeRow | null
  /** How many objects right below the point retain anything. */
  readonly below: number
}
