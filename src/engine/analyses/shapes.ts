import { grown } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { TupleTable } from '../base/tuple-table.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { propertyText } from './names.ts'

/** A shape's name stops growing here, but always has its first property. */
const MAX_NAME = 120
const MIN_OBJECTS = 2
/** A shape must be shared by one plain object in this many. */
const MIN_PROPORTION = 1000
const TICK = 1 << 16
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

/** The plain objects with the property list of each; equal lists have equal numbers. */
interface PropertyLists {
  readonly objects: Uint32Array
  readonly list: Uint32Array
  /** Sequences of property numbers in the order of the edges. */
  readonly lists: TupleTable
  /** By property number: its text, and how a list of several writes it. */
  readonly properties: readonly string[]
  readonly written: readonly string[]
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
  if (snapshot.edgeCount === 0) return { names: [], objects: new Uint32Array(0), shape: new Int32Array(0) }
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

async function collectLists(snapshot: Snapshot, task: Task): Promise<PropertyLists> {
  const { nodeType, nodeName, nodeCount } = snapshot
  const isObjectName = namesWithText(snapshot, 'Object')
  const interner = new PropertyInterner(snapshot)
  let count = 0
  let objects = new Uint32Array(1024)
  let list = new Uint32Array(1024)
  for (let node = 0; node < nodeCount; node++) {
    if (nodeType[node] === NodeType.object && isObjectName(nodeName[node]!)) {
      if (count === objects.length) {
        objects = grown(objects, 2 * count)
        list = grown(list, 2 * count)
      }
      objects[count] = node
      list[count++] = interner.listOf(node)
    }
    if (node % TICK === 0) {
      const wait = task.tick(node)
      if (wait) await wait
    }
  }
  return {
    objects: objects.subarray(0, count),
    list: list.subarray(0, count),
    lists: interner.lists,
    properties: interner.properties,
    written: interner.properties.map(propertyText),
  }
}

/** A test for string indexes that read `text`; each index is decoded once. */
function namesWithText({ strings }: Snapshot, text: string): (name: number) => boolean {
  /** By string index: 0 not looked at yet, 1 other text, 2 this. */
  const known = new Uint8Array(strings.count)
  return (name) => {
    if (known[name] === 0) known[name] = strings.text(name) === text ? 2 : 1
    return known[name] === 2
  }
}

/** Numbers property names by their text and lists of them by their order. */
class PropertyInterner {
  readonly lists = new TupleTable()
  readonly properties: string[] = []
  readonly #snapshot: Snapshot
  readonly #byText = new Map<string, number>()
  /** By sequence of edge names: its list plus one, 0 where it was not looked at yet. */
  readonly #bySequence: Uint32Array
  /** By string index: property number plus 2; 0 not looked at yet, 1 to be left out. */
  readonly #byString: Uint32Array
  #buffer = new Uint32Array(64)

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.#byString = new Uint32Array(snapshot.strings.count)
    this.#bySequence = new Uint32Array(snapshot.edgeNames.count)
  }

  listOf(node: number): number {
    const sequence = this.#snapshot.edgeNames.sequenceOf(node)
    const known = this.#bySequence[sequence]!
    if (known !== 0) return known - 1
    const list = this.#collect(node)
    this.#bySequence[sequence] = list + 1
    return list
  }

  #collect(node: number): number {
    const { edgeNames } = this.#snapshot
    const labels = edgeNames.labelsOf(node)
    if (labels.length > this.#buffer.length) this.#buffer = new Uint32Array(labels.length * 2)
    let length = 0
    for (let i = 0; i < labels.length; i++) {
      if (labelType(labels[i]!) !== EdgeType.property) continue
      const name = labelName(labels[i]!, [])
      const mark = this.#byString[name] || this.#number(name)
      if (mark > 1) this.#buffer[length++] = mark - 2
    }
    return this.lists.intern(this.#buffer, length)
  }

  #number(string: number): number {
    const text = this.#snapshot.strings.text(string)
    let mark = 1
    if (text !== '__proto__') {
      let property = this.#byText.get(text)
      if (property === undefined) {
        property = this.properties.push(text) - 1
        this.#byText.set(text, property)
      }
      mark = property + 2
    }
    this.#byString[string] = mark
    return mark
  }
}

function frequentShapes({ list, lists, objects, written }: PropertyLists): Shape[] {
  const counts = new Uint32Array(lists.count)
  for (const index of list) counts[index]!++
  // Lists of one name begin with the same properties. Most are rare, so no more is made of them here.
  const beginnings = new TupleTable()
  let objectsWith = new Uint32Array(256)
  const items = new Uint32Array(lists.longest)
  for (let index = 0; index < lists.count; index++) {
    const length = namedProperties(items, lists.copy(index, items), written)
    const beginning = beginnings.intern(items, length)
    if (beginning === objectsWith.length) objectsWith = grown(objectsWith, 2 * beginning)
    objectsWith[beginning]! += counts[index]!
  }
  const least = Math.max(MIN_OBJECTS, objects.length / MIN_PROPORTION)
  const frequent: { readonly count: number; readonly items: Uint32Array }[] = []
  for (let beginning = 0; beginning < beginnings.count; beginning++) {
    const count = objectsWith[beginning]!
    if (count >= least) frequent.push({ count, items: beginnings.items(beginning) })
  }
  return frequent
    .filter((shape) => shape.items.length > 0)
    .sort((a, b) => b.count - a.count)
    .map((shape) => ({ name: shapeName(shape.items, written), ...propertiesIn(shape.items) }))
}

/** What a list is called that has no more properties than its name. */
function shapeName(items: Uint32Array, written: readonly string[]): string {
  return `{${Array.from(items, (item) => written[item]!).join(', ')}}`
}

/** How many properties of a list of `count` its name has. */
function namedProperties(items: Uint32Array, count: number, written: readonly string[]): number {
  let length = 1
  for (let i = 0; i < count; i++) {
    const text = written[items[i]!]!
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
  const byRarest = groupByRarest(shapes, properties.length)
  const has = new Uint32Array(properties.length)
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
