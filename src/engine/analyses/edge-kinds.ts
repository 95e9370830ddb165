import type { WeakMapPairs } from '../model/graph.ts'
import { edgeHasIndex, EdgeType } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import type { EdgeLook } from '../model/retainer-rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { edgeLabel } from './names.ts'

/** What stands for the name of an edge that is one of many: an element, an entry of a table. */
export const ANY_ELEMENT = '[]'

const NUMBER = /^\d+$/
/** `117 / V8PerContextData::context_`: the number tells apart edges of one node. */
const NUMBERED = /^\d+ \/ (.*)$/s
/** What collections call the arrays that hold their entries. */
const TABLES: ReadonlySet<string> = new Set(['table', 'elements'])
const TYPE_BITS = 4

/** Edges of one type and generic name. */
export interface EdgeKind {
  readonly type: string
  readonly name: string
  readonly look: EdgeLook
}

/** Numbers edges by type and generic name: indexes do not count, nor do the numbers that the machine puts before names. */
export class EdgeKinds {
  readonly kinds: EdgeKind[] = []
  readonly #snapshot: Snapshot
  readonly #pairs: WeakMapPairs
  /** By string index and type: the number of the kind. */
  readonly #byString = new Map<number, number>()
  readonly #byText = new Map<string, number>()
  /** By type, for those whose edges have indexes. */
  readonly #byType = new Map<number, number>()

  constructor(snapshot: Snapshot, pairs: WeakMapPairs) {
    this.#snapshot = snapshot
    this.#pairs = pairs
  }

  /** The number of an edge's kind. O(1). */
  of(source: number, edge: number): number {
    const { edgeLink, edgeNames } = this.#snapshot
    const type = linkType(edgeLink[edge]!)
    if (edgeHasIndex(type)) return this.#ofIndexes(type)
    const string = edgeNames.at(source, edge)
    const key = string * 2 ** TYPE_BITS + type
    let kind = this.#byString.get(key)
    if (kind === undefined) {
      kind = this.#intern(type, string)
      this.#byString.set(key, kind)
    }
    return kind
  }

  #ofIndexes(type: number): number {
    let kind = this.#byType.get(type)
    if (kind === undefined) {
      kind = this.#add(type, ANY_ELEMENT, 'collection')
      this.#byType.set(type, kind)
    }
    return kind
  }

  #intern(type: number, string: number): number {
    const pair = this.#pairs.count > 0 && type === EdgeType.internal ? this.#pairs.ofName[string]! : 0
    if (pair > 0) return this.#add(type, `value in WeakMap @${this.#pairs.tableId[pair]}`, 'weak-map')
    const text = this.#snapshot.strings.text(string)
    if (NUMBER.test(text)) return this.#add(type, ANY_ELEMENT, 'collection')
    if (type !== EdgeType.internal) return this.#add(type, text, 'named')
    const name = NUMBERED.exec(text)?.[1] ?? text
    return this.#add(type, name, TABLES.has(name) ? 'collection' : 'machine')
  }

  /** Texts that the file lists twice are one name. */
  #add(type: number, name: string, look: EdgeLook): number {
    const key = `${type} ${name}`
    let kind = this.#byText.get(key)
    if (kind === undefined) {
      kind = this.kinds.push({ type: this.#snapshot.edgeTypeNames[type]!, name, look }) - 1
      this.#byText.set(key, kind)
    }
    return kind
  }
}

/** Whether an edge is called so: by its own name or its generic one. */
export function isCalled(
  snapshot: Snapshot,
  kinds: EdgeKinds,
  source: number,
  edge: number,
  name: string,
): boolean {
  return (
    kinds.kinds[kinds.of(source, edge)]!.name === name || String(edgeLabel(snapshot, source, edge)) === name
  )
}
