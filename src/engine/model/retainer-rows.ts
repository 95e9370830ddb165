import type { Kind, NodeRow, PathStep } from './rows.ts'

/** What keeps sets of objects alive, as rows. Sizes are adjusted bytes, objects those with a size above 0. */

/** Objects and their bytes. */
export interface Sum {
  readonly count: number
  readonly bytes: number
}

/** What goes with a set of objects. */
export interface RetainedOfSet {
  /** All that would be freed, the members included. */
  readonly retained: Sum
  /** The members themselves. */
  readonly own: Sum
  /** How many members no other member dominates. */
  readonly tops: number
  /** Bytes that only several members together free: beyond the sum of the retained sizes of the tops. */
  readonly together: number
}

/**
 * What kind of reference an edge is: one that the program names, one that only the machine knows, one of the many of a
 * collection (elements, entries, tables: what caches hold by), or from a WeakMap's key to its value.
 */
export type EdgeLook = 'named' | 'machine' | 'collection' | 'weak-map'

/** An end of edges to cut: an object by its id, `@123`, or all objects of a class by its key. */
export type CutEnd = string

/** Names edges across sessions: all of this type and name, generic (`[]` for any element) or exact, between these ends. */
export interface CutEdges {
  readonly from: CutEnd
  readonly type: string
  readonly name: string
  readonly to: CutEnd
}

/** The edge into a box: one edge, or all that were merged. */
export interface BoxEdge {
  readonly type: string
  readonly name: string
  readonly look: EdgeLook
  /** Cuts the edge, or all edges of this type and name between objects of the two classes. */
  readonly cut: CutEdges
}

/** Retainers on the paths to the selected objects that were reached the same way, or several such folded away. */
export interface PathBox {
  /** Names it across questions about the same selection. */
  readonly id: string
  /** The id of the box above; null for the root. */
  readonly above: string | null
  /**
   * `objects`: retainers of one class that one kind of edge leads to from the box above. Folded: `more`, further boxes
   * beside those before it; `below`, all below the box above; `steps`, single steps in a row, after which `PathBox`es
   * go on.
   */
  readonly kind: 'root' | 'objects' | 'more' | 'below' | 'steps'
  readonly edge: BoxEdge | null
  /** Null where boxes are folded, or it is the root. */
  readonly classRow: { readonly name: string; readonly key: string; readonly kind: Kind } | null
  /** The object, where it is a single one. */
  readonly node: NodeRow | null
  /** What all of them are called in the file, where that says more than their class: the name of a function. */
  readonly sharedName: string | null
  /** How many retainers the box stands for; of folded ones, how many boxes at least. */
  readonly objects: number
  /** Of the retainers, those that others of the same box hold by the same kind of edge: a list, a tree. */
  readonly inRow: number
  /** Selected objects whose paths come through here, those in the box included. */
  readonly through: Sum
  /** Selected objects in the box. */
  readonly selected: Sum
  /** Whether every path to every selected object comes through here. */
  readonly dominator: boolean
  /** Names the retainers as a selection; null where that takes too many words. */
  readonly query: string | null
}

/** The shortest paths from the roots to all selected objects, merged. */
export interface MergedPaths {
  /** Each after the one above it, the root first. */
  readonly boxes: readonly PathBox[]
  /** All selected objects. */
  readonly selected: Sum
  readonly reached: Sum
  /** Those that no path leads to. */
  readonly unreached: Sum
}

/** What objects refer to, what that refers to, and so on to the end: each object once. */
export interface OnwardReferences {
  /** Each after the one above it; the first is what it starts at. `through` are the objects that are reached by way of a box. */
  readonly boxes: readonly PathBox[]
  /** All that it starts at. */
  readonly selected: Sum
  /** All that is in the boxes and below, the start included. */
  readonly reached: Sum
  /** References that lead to objects that stand elsewhere in it. */
  readonly further: number
}

/** What is taken out of the heap to see what happens. */
export interface Removed {
  readonly cuts: readonly CutEdges[]
  /** Retainers that are ignored: objects by their ids, `@123`, or all objects of a class by its key. */
  readonly ignored: readonly CutEnd[]
}

/** What goes of one class. */
export interface FreedClass {
  readonly name: string
  readonly key: string
  readonly kind: Kind
  readonly freed: Sum
  /** All objects of the class. */
  readonly all: Sum
  /** Finds all objects of the class. */
  readonly query: string
}

/** What would be freed if something were taken out. */
export interface WhatIf {
  /** By cut: how many references it takes out. 0 where there are none such. */
  readonly cutEdges: readonly number[]
  /** By ignored retainer: how many objects that are. */
  readonly ignoredNodes: readonly number[]
  /** In all, ignored retainers included. */
  readonly freed: Sum
  readonly selected: Sum
  /** What of the selection is freed. */
  readonly freedOfSelection: Sum
  /** Those with the most bytes first. */
  readonly classes: readonly FreedClass[]
  /** How many classes lose objects. */
  readonly classCount: number
}

/** Ways by which an object is held that share no object, the shortest first. */
export interface HeldHowElse {
  /** As many as were asked for, or all. */
  readonly paths: readonly (readonly PathStep[])[]
  /** Whether there is no other path that shares no object with these. */
  readonly exhausted: boolean
}

export type HolderColumn = 'name' | 'edge' | 'held' | 'bytes' | 'only' | 'holders' | 'inside'

/**
 * Objects of one class that hold members of a set by one kind of edge. Where the engine's parts hold them, the row is about
 * the objects or functions these belong to.
 */
export interface HolderRow {
  /** Names it among all rows of the same list. */
  readonly key: string
  readonly name: string
  readonly classKey: string
  readonly kind: Kind
  /** The engine's parts through which they hold, where they do: `table`, an `(array)`. */
  readonly through: HolderPart | null
  readonly edge: { readonly type: string; readonly name: string; readonly look: EdgeLook }
  /** Members that are held this way. */
  readonly held: Sum
  /** Of these, members that nothing else holds directly. */
  readonly only: Sum
  /** How many objects hold them; through parts, how many parts. */
  readonly holders: number
  /** How many of these are members themselves. */
  readonly inside: number
  /** The holder, or the owner of the part, where it is a single one. */
  readonly node: NodeRow | null
  /** Ignores the holders or parts: the single one, or all of their class. */
  readonly ignore: CutEnd
  /** Finds the holder, or all objects of the class; functions by their name. */
  readonly query: string
}

/** The engine's part of an object or function that holds something for it. */
export interface HolderPart {
  /** What the owner's reference to it is called; null where there are others between. */
  readonly edge: string | null
  /** Its class. */
  readonly name: string
  /** The part, where it is a single one. */
  readonly node: NodeRow | null
}
