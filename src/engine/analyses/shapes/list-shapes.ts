import { exactTerm } from '../../model/filter-term.ts'
import type { Sort } from '../../model/rows.ts'
import type { ShapeColumn, ShapeRow } from '../../model/shape-rows.ts'
import type { CompleteHeap } from '../heap.ts'
import { compareTexts } from '../list-nodes.ts'
import { nodeRow } from '../node-row.ts'
import type { Listing } from '../ordered-page.ts'
import type { ShapeGroups } from './shape-groups.ts'

/** Longer lists are shown by their beginning. */
const MAX_NAME = 1024
/** Longer ones are named by one of their objects. */
const MAX_QUERY = 200

/** What `orderedPage` needs for a list of shapes. @param shapes those that pass the filter; `key` names that set */
export function shapeListing(
  heap: CompleteHeap,
  groups: ShapeGroups,
  shapes: Uint32Array,
  key: string,
): Listing<ShapeColumn, ShapeRow> {
  return {
    entries: shapes,
    all: groups.present.length,
    key,
    keyOf: (sort) => shapeKey(groups, shapes, sort),
    rowOf: (shape) => shapeRow(heap, groups, shape),
  }
}

function shapeKey(
  groups: ShapeGroups,
  shapes: Uint32Array,
  { column }: Sort<ShapeColumn>,
): (shape: number) => number {
  const { first, shallowSize, retainedSize } = groups
  const count = (shape: number): number => first[shape + 1]! - first[shape]!
  switch (column) {
    case 'name': {
      const names = Array.from(shapes, (shape) => ({ shape, name: shapeName(groups, shape) }))
      names.sort((a, b) => compareTexts(a.name, b.name))
      const ranks = new Map(names.map(({ shape }, rank) => [shape, rank]))
      return (shape) => ranks.get(shape)!
    }
    case 'properties':
      return (shape) => groups.lists.lists.items(shape).length
    case 'count':
      return count
    case 'shallowSize':
      return (shape) => shallowSize[shape]!
    case 'retainedSize':
      return (shape) => retainedSize[shape]!
    case 'shallowEach':
      return (shape) => shallowSize[shape]! / count(shape)
    case 'retainedEach':
      return (shape) => retainedSize[shape]! / count(shape)
  }
}

/** One shape with its sums. */
export function shapeRow(heap: CompleteHeap, groups: ShapeGroups, shape: number): ShapeRow {
  const example = groups.member[groups.first[shape]!]!
  return {
    shape,
    name: shapeName(groups, shape),
    properties: groups.lists.lists.items(shape).length,
    count: groups.first[shape + 1]! - groups.first[shape]!,
    shallowSize: groups.shallowSize[shape]!,
    retainedSize: groups.retainedSize[shape]!,
    example: nodeRow(heap, example),
    query: shapeQuery(heap, groups, shape),
  }
}

/** A shape as people write it: `{a, b}`, and `{a, b, … 70 more}` where that would be too long. */
export function shapeName({ lists }: ShapeGroups, shape: number): string {
  const items = lists.lists.items(shape)
  let text = ''
  for (let i = 0; i < items.length; i++) {
    const property = lists.written(items[i]!)
    if (i > 0 && text.length + property.length > MAX_NAME) return `{${text}, … ${items.length - i} more}`
    text += i === 0 ? property : `, ${property}`
  }
  return `{${text}}`
}

/** The filter that finds the objects of a shape: by its properties where they are few, else by one of the objects. */
function shapeQuery({ snapshot }: CompleteHeap, groups: ShapeGroups, shape: number): string {
  const name = shapeName(groups, shape)
  if (name.length <= MAX_QUERY) return exactTerm('shape', name)
  return `shapeof:@${snapshot.nodeId[groups.member[groups.first[shape]!]!]!}`
}
