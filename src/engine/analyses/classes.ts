import { column as newColumn, grown, isShared, within } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { TupleTable } from '../base/tuple-table.ts'
import { inSlices } from '../graph/in-slices.ts'
import { NodeType } from '../model/kinds.ts'
import type { Kind, SourcePosition } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { kindOfType } from './kinds.ts'
import { inferShapes, type Shapes } from './shapes.ts'
import { sourceAt } from './sources.ts'

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
  const assignment = new Assignment(snapshot, await inferShapes(snapshot, task))
  await inSlices(task, snapshot.nodeCount, (from, to) => assignment.run(from, to))
  return assignment.table
}

/** The same numbers in 16 bits each where there are few enough classes. */
export function narrowClasses(classOf: Uint32Array, classes: number): ClassColumn {
  return classes > MOST_IN_16_BITS + 1 ? classOf : new Uint16Array(classOf)
}

/** Walks over the nodes: most are of the class of one like them, which is looked up without a call. */
class Assignment {
  readonly #snapshot: Snapshot
  readonly #names: ClassNames
  readonly #builder: ClassBuilder
  #classOf: ClassColumn
  readonly #objects: Uint32Array
  readonly #shape: Int32Array
  /** By shape: its name's number. */
  readonly #shapeName: Uint32Array
  /** How many of the plain objects are behind. */
  #passed = 0

  constructor(snapshot: Snapshot, shapes: Shapes) {
    this.#snapshot = snapshot
    this.#names = new ClassNames(snapshot)
    this.#builder = new ClassBuilder(snapshot)
    this.#classOf = newColumn(Uint16Array, snapshot.nodeCount, isShared(snapshot.nodeId))
    this.#objects = shapes.objects
    this.#shape = shapes.shape
    this.#shapeName = Uint32Array.from(shapes.names, (name) => this.#names.byText(name))
  }

  get table(): ClassTable {
    return { classOf: this.#classOf, classes: this.#builder.finish(this.#names.texts) }
  }

  /** Assigns the nodes `from` to `to`, which follow those before. */
  run(from: number, to: number): void {
    const { nodeType, locations } = this.#snapshot
    const { classString, isClassed, byString, byType } = this.#names
    const { placeName, placeClass } = this.#builder
    const places = locations?.place ?? null
    const objects = this.#objects
    let plain = this.#builder.plain
    let classOf = this.#classOf
    let nextObject = objects[this.#passed]
    for (let node = from; node < to; node++) {
      const type = nodeType[node]!
      let name = isClassed[type] === 1 ? byString[classString[node]!]! : byType[type]!
      if (node === nextObject) {
        const shape = this.#shape[this.#passed]!
        if (shape !== -1) name = this.#shapeName[shape]! + 1
        nextObject = objects[++this.#passed]
      }
      if (name === 0) name = this.#names.of(node) + 1
      const place = places !== null && type === NodeType.object ? places[node]! : 0
      let index = -1
      if (place === 0) index = name <= plain.length ? plain[name - 1]! - 1 : -1
      else if (placeName[place] === name) index = placeClass[place]!
      if (index === -1) {
        index = this.#builder.find(node, name - 1, place)
        plain = this.#builder.plain
        if (index > MOST_IN_16_BITS && classOf instanceof Uint16Array) classOf = this.#widen()
      }
      classOf[node] = index
    }
  }

  #widen(): ClassColumn {
    this.#classOf = within(new Uint32Array(this.#classOf), isShared(this.#classOf))
    return this.#classOf
  }
}

/** Numbers the distinct class names. */
class ClassNames {
  readonly texts: string[] = []
  readonly #snapshot: Snapshot
  readonly #byText = new Map<string, number>()
  /** By string index: name number plus one, for the names of objects and native things; 0 where it has none yet. */
  readonly byString: Uint32Array
  /** By node: the string that names its class, where its type does not. */
  readonly classString: Uint32Array
  /** By node type: 1 where a string names the class. */
  readonly isClassed: Uint8Array
  readonly #fixed: Record<number, string>
  /** By node type: name number plus one, for the types whose nodes are all of one class; 0 where it has none yet. */
  readonly byType = new Uint32Array(256)

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.byString = new Uint32Array(snapshot.strings.count)
    const { python } = snapshot
    this.classString = python?.className ?? snapshot.nodeName
    this.isClassed = python ? CLASSED_IN_PYTHON : CLASSED_BY_NAME
    this.#fixed = python ? FIXED_IN_PYTHON : FIXED_NAMES
  }

  /** The number of the name of a node's class. */
  of(node: number): number {
    const type = this.#snapshot.nodeType[node]!
    if (this.isClassed[type] === 1) {
      const string = this.classString[node]!
      const name = this.byText(withoutAttributes(this.#snapshot.strings.text(string)))
      this.byString[string] = name + 1
      return name
    }
    const name = this.byText(this.#fixed[type] ?? `(${this.#snapshot.nodeTypeNames[type]})`)
    this.byType[type] = name + 1
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
  /** Sequences (name, script, line, column) and (name, NOWHERE). */
  readonly #tuples = new TupleTable()
  readonly #tuple = new Uint32Array(4)
  /** By place: the name of the last object constructed there, plus one, and its class: mostly there is only one. */
  readonly placeName: Uint32Array
  readonly placeClass: Uint32Array
  /** By name, of some more than there are: class number plus one for the class without a location, 0 for none yet. */
  plain = new Uint32Array(256)
  readonly #kinds: Kind[] = []
  readonly #sources: (SourcePosition | null)[] = []

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    const places = snapshot.locations?.places.line.length ?? 0
    this.placeName = new Uint32Array(places)
    this.placeClass = new Uint32Array(places)
  }

  /** The class of a node by its name and, for an object that has one, its place; 0 for none. */
  find(node: number, name: number, place: number): number {
    this.#tuple[0] = name
    if (place === 0) {
      this.#tuple[1] = NOWHERE
      const index = this.#class(node, this.#tuples.intern(this.#tuple, 2), 0)
      if (name >= this.plain.length) this.plain = grown(this.plain, 2 * name)
      this.plain[name] = index + 1
      return index
    }
    const { scriptId, line, column } = this.#snapshot.locations!.places
    this.#tuple[1] = scriptId[place]!
    this.#tuple[2] = line[place]!
    this.#tuple[3] = column[place]!
    const index = this.#class(node, this.#tuples.intern(this.#tuple, 4), place)
    this.placeName[place] = name + 1
    this.placeClass[place] = index
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
