import { grown } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { TupleTable } from '../base/tuple-table.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { collectLists, type PropertyLists } from './property-lists.ts'

/** A shape's name stops growing here, but always has its first property. */
const MAX_NAME = 120
const MIN_OBJECTS = 2
/** A shape must be shared by one plain object in this many. */
const MIN_PROPORTION = 1000
/** Stands for every property without shapes, of which there may be very many. */
const NO_SHAPES: number[] = []

/** The shapes that plain objects are grouped by. */
export interface Shapes {
  /** Names such as `{id, name}`. */
  readonly names: readonly string[]
  /** Plain objects, ascending, each with the number of its shape in `shape`, or -1. */
  readonly objects: Uint32Array
  readonly shape: Int32Array
}

/** A frequent list of properties. */
interface Shape {
  readonly name: string
  /** Property numbers, each followed by how often it occurs. */
  readonly needs: Uint32Array
  readonly size: number
}

/**
 * Groups plain objects (class `Object`) by what properties they share, so that a million of them do not end up in one
 * row. A list of properties that enough objects begin with becomes a shape; an object gets the shape with the most
 * properties that are all its own, of equals the more frequent. The rules are those of Chrome DevTools.
 * O(plain objects + names in their distinct sequences + distinct lists × candidate shapes).
 */
export async function inferShapes(snapshot: Snapshot, task: Task): Promise<Shapes> {
  // Without any edges nothing is known of properties: all plain objects would be of the shape `{}`.
  // Objects of Python have a class, dictionaries too.
  if (snapshot.edgeCount === 0 || snapshot.python)
    return { names: [], objects: new Uint32Array(0), shape: new Int32Array(0) }
  const lists = await collectLists(snapshot, task)
  const shapes = frequentShapes(lists)
  const best = matchLists(lists, shapes)
  return {
    names: shapes.map((shape) => shape.name),
    objects: lists.objects,
    shape: shapesOf(lists.list, best),
  }
}

function shapesOf(list: Uint32Array, best: Int32Array): Int32Array {
  const shape = new Int32Array(list.length)
  for (let i = 0; i < list.length; i++) shape[i] = best[list[i]!]!
  return shape
}

function frequentShapes(properties: PropertyLists): Shape[] {
  const { list, lists, objects } = properties
  const counts = new Uint32Array(lists.count)
  for (let i = 0; i < list.length; i++) counts[list[i]!]!++
  const least = Math.max(MIN_OBJECTS, objects.length / MIN_PROPORTION)
  const starting = objectsByFirst(properties, counts)
  // Lists of one name begin with the same properties. Most are rare, so no more is made of them here.
  const beginnings = new TupleTable()
  let objectsWith = new Uint32Array(256)
  const items = new Uint32Array(lists.longest)
  for (let index = 0; index < lists.count; index++) {
    // Where all that begin like this are too few, none of their names has to be known.
    if (lists.lengthOf(index) === 0 || starting[lists.firstOf(index)]! < least) continue
    const length = namedProperties(items, lists.copy(index, items), properties)
    const beginning = beginnings.intern(items, length)
    if (beginning === objectsWith.length) objectsWith = grown(objectsWith, 2 * beginning)
    objectsWith[beginning]! += counts[index]!
  }
  const frequent: { readonly count: number; readonly items: Uint32Array }[] = []
  for (let beginning = 0; beginning < beginnings.count; beginning++) {
    const count = objectsWith[beginning]!
    if (count >= least) frequent.push({ count, items: beginnings.items(beginning) })
  }
  return frequent
    .sort((a, b) => b.count - a.count)
    .map((shape) => ({ name: shapeName(shape.items, properties), ...propertiesIn(shape.items) }))
}

/** By property: how many objects have it as their first. @param counts how many objects have each list */
function objectsByFirst({ lists, properties }: PropertyLists, counts: Uint32Array): Uint32Array {
  const starting = new Uint32Array(properties)
  for (let index = 0; index < lists.count; index++) {
    if (lists.lengthOf(index) > 0) starting[lists.firstOf(index)]! += counts[index]!
  }
  return starting
}

/** What a list is called that has no more properties than its name. */
function shapeName(items: Uint32Array, properties: PropertyLists): string {
  return `{${Array.from(items, (item) => properties.written(item)).join(', ')}}`
}

/** How many properties of a list of `count` its name has. */
function namedProperties(items: Uint32Array, count: number, properties: PropertyLists): number {
  let length = 1
  for (let i = 0; i < count; i++) {
    const text = properties.written(items[i]!)
    if (i > 0 && length + text.length > MAX_NAME) return i
    length += text.length + (i > 0 ? 2 : 0)
  }
  return count
}

function propertiesIn(items: Uint32Array): Omit<Shape, 'name'> {
  const needs = new Map<number, number>()
  for (const property of items) needs.set(property, (needs.get(property) ?? 0) + 1)
  return { needs: Uint32Array.from([...needs].flat()), size: items.length }
}

/** For each list the best shape, or -1. */
function matchLists({ lists, properties }: PropertyLists, shapes: readonly Shape[]): Int32Array {
  const byRarest = groupByRarest(shapes, properties)
  const has = new Uint32Array(properties)
  const best = new Int32Array(lists.count).fill(-1)
  const items = new Uint32Array(lists.longest)
  for (let index = 0; index < lists.count; index++) {
    const count = lists.copy(index, items)
    for (let i = 0; i < count; i++) has[items[i]!]!++
    for (let i = 0; i < count; i++) {
      for (const shape of byRarest[items[i]!]!) {
        if (isBetter(shapes, shape, best[index]!) && isWithin(shapes[shape]!, has)) best[index] = shape
      }
    }
    for (let i = 0; i < count; i++) has[items[i]!] = 0
  }
  return best
}

/** By property: the shapes in which the fewest other shapes have it. A list can only match where it has that property. */
function groupByRarest(shapes: readonly Shape[], properties: number): readonly (readonly number[])[] {
  const uses = new Uint32Array(properties)
  for (const { needs } of shapes) {
    for (let i = 0; i < needs.length; i += 2) uses[needs[i]!]!++
  }
  const groups: number[][] = Array.from({ length: properties }, () => NO_SHAPES)
  shapes.forEach(({ needs }, index) => {
    let rarest = needs[0]!
    for (let i = 2; i < needs.length; i += 2) if (uses[needs[i]!]! < uses[rarest]!) rarest = needs[i]!
    if (groups[rarest] === NO_SHAPES) groups[rarest] = []
    groups[rarest]!.push(index)
  })
  return groups
}

function isBetter(shapes: readonly Shape[], a: number, b: number): boolean {
  if (b === -1) return true
  const difference = shapes[a]!.size - shapes[b]!.size
  return difference > 0 || (difference === 0 && a < b)
}

function isWithin({ needs }: Shape, has: Uint32Array): boolean {
  for (let i = 0; i < needs.length; i += 2) {
    if (has[needs[i]!]! < needs[i + 1]!) return false
  }
  return true
}
