import type { EntryTest } from '../model/filter-fields.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import type { ClassColumn, ClassPage, ClassRequest, ClassRow, Sort } from '../model/rows.ts'
import type { ClassSizes } from './class-sizes.ts'
import { classQuery } from './class-query.ts'
import type { ClassInfo } from './classes.ts'
import { isEngineClass } from './engine-internals.ts'
import type { ReadyHeap } from './heap.ts'
import { compareTexts, distanceKey } from './list-nodes.ts'
import { knownDistance } from './node-row.ts'

/** What lists of classes look at: a `Heap` has it, and so has the overview of a saved one. */
export interface ListedClasses {
  readonly table: { readonly classes: readonly ClassInfo[] }
  readonly sizes: ClassSizes
  readonly ready: Pick<ReadyHeap, 'classRetained' | 'classDistance'> | null
}

/** One class with its sums. */
export function classRow({ table, sizes, ready }: ListedClasses, index: number): ClassRow {
  const { name, key, kind, source } = table.classes[index]!
  return {
    index,
    key,
    name,
    kind,
    count: sizes.count[index]!,
    shallowSize: sizes.shallowSize[index]!,
    retainedSize: ready ? ready.classRetained[index]! : null,
    distance: ready ? knownDistance(ready.classDistance[index]!) : null,
    source,
    query: classQuery(table.classes, index),
  }
}

/**
 * A page of the classes that have instances of a size above 0. Without a sort: the most retained (before that is known,
 * the largest) first. O(classes log classes).
 */
export function classPage(heap: ListedClasses, request: ClassRequest, filter: EntryTest | null): ClassPage {
  const isShown = (index: number): boolean => !(request.folded && isFolded(heap.table.classes[index]!))
  const found = presentClasses(heap)
  const all = found.filter(isShown)
  const matching = filter ? found.filter(filter) : found
  const passing = matching.filter(isShown)
  const left = matching.filter((index) => !isShown(index))
  const compare = classOrder(heap, request.sort ?? { column: 'retainedSize', descending: true })
  const start = Math.max(0, request.start)
  const rows = passing
    .sort((a, b) => compare(a, b) || a - b)
    .slice(start, Math.max(start, request.end))
    .map((index) => classRow(heap, index))
  const shallowSize = left.reduce((sum, index) => sum + heap.sizes.shallowSize[index]!, 0)
  const folded = { classes: left.length, shallowSize }
  return { start, rows, total: passing.length, all: all.length, folded }
}

/** Whether the engine makes objects of this class for itself. */
function isFolded({ kind, name }: Pick<ClassInfo, 'kind' | 'name'>): boolean {
  return isEngineClass(kind, name)
}

/** The classes that have instances of a size above 0. */
export function presentClasses({ table, sizes }: Pick<ListedClasses, 'table' | 'sizes'>): number[] {
  return table.classes.map((_, index) => index).filter((index) => sizes.count[index]! > 0)
}

function classOrder(
  heap: ListedClasses,
  { column, descending }: Sort<ClassColumn>,
): (a: number, b: number) => number {
  const sign = descending ? -1 : 1
  if (column === 'name') {
    const { classes } = heap.table
    return (a, b) => sign * compareTexts(classes[a]!.name, classes[b]!.name)
  }
  const key = classKey(heap, column, descending)
  return (a, b) => sign * (key(a) - key(b))
}

function classKey(
  { sizes, ready }: ListedClasses,
  column: Exclude<ClassColumn, 'name'>,
  descending: boolean,
): (index: number) => number {
  switch (column) {
    case 'count':
      return (index) => sizes.count[index]!
    case 'shallowSize':
      return (index) => sizes.shallowSize[index]!
    case 'retainedSize':
      return (index) => (ready ? ready.classRetained : sizes.shallowSize)[index]!
    case 'distance':
      return (index) => distanceKey(ready?.classDistance[index] ?? NO_DISTANCE, descending)
  }
}
