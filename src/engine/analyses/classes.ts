import { column as newColumn, isShared, within } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { TupleTable } from '../base/tuple-table.ts'
import { NodeType } from '../model/kinds.ts'
import type { Kind, SourcePosition } from '../model/rows.ts'
import type { Locations, Snapshot } from '../model/snapshot.ts'
import { kindOfType } from './kinds.ts'
import { inferShapes } from './shapes.ts'
import { sourceAt } from './sources.ts'

const TICK = 1 << 16
/** Stands for "no location" where a class is made of a name and a location. */
const NOWHERE = 0xffff_ffff

/** Whose nodes are of the class that the file calls their name. */
const CLASSED_BY_NAME = Uint8Array.from({ length: 256 }, (_, type) =>
  type === NodeType.object || type === NodeType.native ? 1 : 0,
)
/** In Python every object has a class, which stands apart from its name. */
const CLASSED_IN_PYTHON = Uint8Array.from({ length: 256 }, (_, type) =>
  type === NodeType.string || type === NodeType.synthetic ? 0 : 1,
)

const FIXED_NAMES: Record<number, string> = {
  [NodeType.hidden]: '(system)',
  [NodeType.code]: '(compiled code)',
  [NodeType.closure]: 'Function',
  [NodeType.regexp]: 'RegExp',
}
const FIXED_IN_PYTHON: Record<number, string> = { [NodeType.string]: 'str' }

/** 16 bits each where no more classes are to be told apart. */
export type ClassColumn = Uint16Array | Uint32Array

const MOST_IN_16_BITS = 0xffff

/** Which class each node belongs to. */
export interface ClassTable {
  /** Node column: class numbers. */
  readonly classOf: ClassColumn
  readonly classes: readonly ClassInfo[]
}

export interface ClassInfo {
  readonly name: string
  /** The name, with the constructor's position where it has one: tells apart classes of one name. */
  readonly key: string
  readonly kind: Kind
  readonly source: SourcePosition | null
}

/**
 * Assigns every node its class, by the rules of Chrome DevTools: its type for what V8 makes, its name for objects and
 * native things (`<div id="a">` counts as `<div>`), the constructor's position where an object has a location, and for
 * plain objects the shape they share. Names of equal text are one class, however often the file lists them.
 * Wants names after detachedness is propagated. O(nodes + edges of plain objects).
 */
export async function assignClasses(snapshot: Snapshot, task: Task): Promise<ClassTable> {
  const shapes = await inferShapes(snapshot, task)
  const names = new ClassNames(snapshot)
  const builder = new ClassBuilder(snapshot)
  const shared = isShared(snapshot.nodeId)
  let classOf: ClassColumn = newColumn(Uint16Array, snapshot.nodeCount, shared)
  const shapeName = shapes.names.map((name) => names.byText(name))
  let nextObject = 0
  for (let node = 0; node < snapshot.nodeCount; node++) {
    let name = names.of(node)
    if (node === shapes.objects[nextObject]) {
      const shape = shapes.shape[nextObject]!
      if (shape !== -1) name = shapeName[shape]!
      nextObject++
    }
    const index = builder.classOf(node, name)
    if (index > MOST_IN_16_BITS && classOf instanceof Uint16Array)
      classOf = within(new Uint32Array(classOf), shared)
    classOf[node] = index
    if (node % TICK === 0) {
      const wait = task.tick(node)
      if (wait) await wait
    }
  }
  return { classOf, classes: builder.finish(names.texts) }
}

/** The same numbers in 16 bits each where there are few enough classes. */
export function narrowClasses(classOf: Uint32Array, classes: number): ClassColumn {
  return classes > MOST_IN_16_BITS + 1 ? classOf : new Uint16Array(classOf)
}

/** Numbers the distinct class names. */
class ClassNames {
  readonly texts: string[] = []
  readonly #snapshot: Snapshot
  readonly #byText = new Map<string, number>()
  /** By string index: name number plus one, for the names of objects and native things. */
  readonly #byString: Uint32Array
  /** By node: the string that names its class, where its type does not. */
  readonly #classString: Uint32Array
  readonly #isClassed: Uint8Array
  readonly #fixed: Record<number, string>
  /** By node type: name number plus one, for the types whose nodes are all of one class. */
  readonly #byType = new Uint32Array(256)

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.#byString = new Uint32Array(snapshot.strings.count)
    const { python } = snapshot
    this.#classString = python?.className ?? snapshot.nodeName
    this.#isClassed = python ? CLASSED_IN_PYTHON : CLASSED_BY_NAME
    this.#fixed = python ? FIXED_IN_PYTHON : FIXED_NAMES
  }

  of(node: number): number {
    const type = this.#snapshot.nodeType[node]!
    if (this.#isClassed[type] === 1) {
      const string = this.#classString[node]!
      const known = this.#byString[string]!
      if (known !== 0) return known - 1
      const name = this.byText(withoutAttributes(this.#snapshot.strings.text(string)))
      this.#byString[string] = name + 1
      return name
    }
    const known = this.#byType[type]!
    if (known !== 0) return known - 1
    const name = this.byText(this.#fixed[type] ?? `(${this.#snapshot.nodeTypeNames[type]})`)
    this.#byType[type] = name + 1
    return name
  }

  byText(text: string): number {
    let name = this.#byText.get(text)
    if (name === undefined) {
      name = this.texts.push(text) - 1
      this.#byText.set(text, name)
    }
    return name
  }
}

/** `<div id="a">` becomes `<div>`, `Detached <div id="a">` becomes `Detached <div>`. */
export function withoutAttributes(name: string): string {
  const detached = name.startsWith('Detached <')
  if (!detached && !name.startsWith('<')) return name
  const space = name.indexOf(' ', detached ? 'Detached <'.length : 0)
  return space === -1 ? name : `${name.slice(0, space)}>`
}

/** Makes classes out of names and locations. */
class ClassBuilder {
  readonly #snapshot: Snapshot
  readonly #locations: Locations | null
  /** Sequences (name, script, line, column) and (name, NOWHERE). */
  readonly #tuples = new TupleTable()
  readonly #tuple = new Uint32Array(4)
  /** By place: the name of the last object constructed there, plus one, and its class: mostly there is only one. */
  readonly #placeName: Uint32Array
  readonly #placeClass: Uint32Array
  /** By name: class number plus one for the class without a location. */
  #plain = new Uint32Array(256)
  readonly #kinds: Kind[] = []
  readonly #sources: (SourcePosition | null)[] = []

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.#locations = snapshot.locations
    const places = snapshot.locations?.places.line.length ?? 0
    this.#placeName = new Uint32Array(places)
    this.#placeClass = new Uint32Array(places)
  }

  classOf(node: number, name: number): number {
    const place = this.#locations?.place[node] ?? 0
    if (place !== 0 && this.#snapshot.nodeType[node] === NodeType.object) {
      if (this.#placeName[place] === name + 1) return this.#placeClass[place]!
      const { scriptId, line, column } = this.#locations!.places
      this.#tuple[0] = name
      this.#tuple[1] = scriptId[place]!
      this.#tuple[2] = line[place]!
      this.#tuple[3] = column[place]!
      const index = this.#class(node, this.#tuples.intern(this.#tuple, 4), place)
      this.#placeName[place] = name + 1
      this.#placeClass[place] = index
      return index
    }
    const known = this.#plain[name]
    if (known) return known - 1
    this.#tuple[0] = name
    this.#tuple[1] = NOWHERE
    const index = this.#class(node, this.#tuples.intern(this.#tuple, 2), 0)
    if (name >= this.#plain.length) {
      const wider = new Uint32Array(name * 2)
      wider.set(this.#plain)
      this.#plain = wider
    }
    this.#plain[name] = index + 1
    return index
  }

  finish(names: readonly string[]): ClassInfo[] {
    return this.#kinds.map((kind, index) => {
      const [name, scriptId, line, column] = this.#tuples.items(index)
      const text = names[name!]!
      const key = scriptId === NOWHERE ? text : `${text} @${scriptId}:${line! + 1}:${column! + 1}`
      return { name: text, key, kind, source: this.#sources[index]! }
    })
  }

  #class(node: number, index: number, place: number): number {
    if (index === this.#kinds.length) {
      this.#kinds.push(kindOfType(this.#snapshot.nodeType[node]!))
      this.#sources.push(place === 0 ? null : sourceAt(this.#snapshot, place))
    }
    return index
  }
}
