import type { EdgeIndex, NodeIndex, Snapshot } from '../model/snapshot.ts'
import { buildSnapshot, type EdgeSpec, type HeapSpec, type NodeSpec } from './heap-builder.ts'

export interface DrawnHeap {
  readonly spec: HeapSpec
  readonly snapshot: Snapshot
  /** The node with this key. */
  node(key: string): NodeIndex
  /** The first edge between two nodes, or the first with this name or index. */
  edge(from: string, to: string, name?: string | number): EdgeIndex
  /** The key of a node. */
  key(node: number): string
  /** A node column as an object from key to value. */
  byKey<T>(column: ArrayLike<T>): Record<string, T>
}

/**
 * Draws a heap from text. Statements stand on lines or between semicolons; `//` begins a comment.
 *
 *     win: object 100 "Window" @5 attached at 7:1:2    a node; all but the key may be left out, in any order
 *     root -> win -> a      property edges named after their targets
 *     a -next-> b           a property edge "next"
 *     a -internal:map-> b   an edge of that type; element and hidden edges take an index: -element:0->
 *     a -"x -> y"-> b       a name in quotes may hold an arrow
 *     a ~> b                a weak edge named after its target; -weak:name-> for another name
 *
 * Nodes are numbered as they are first mentioned. They have type object (`root`: synthetic), 1 byte (`root`: 0), the
 * key as name and odd ids from 1, unless stated otherwise. Types of two words are written with a hyphen:
 * `concatenated-string`. The root is the node `root`.
 */
export function drawHeap(text: string): DrawnHeap {
  const drawing = new Drawing()
  for (const statement of text.split(/[;\n]/)) {
    drawing.read(statement.replace(/\/\/.*/, '').trim())
  }
  const spec = drawing.spec()
  const snapshot = buildSnapshot(spec)
  const node = (key: string): number => drawing.known(key)
  return {
    spec,
    snapshot,
    node,
    edge: (from, to, name) => findEdge(spec, snapshot, node(from), node(to), name),
    key: (index) => drawing.keys[index]!,
    byKey: (column) => Object.fromEntries(drawing.keys.map((key, index) => [key, column[index]!])),
  }
}

const EDGE = /\s*(?:-(?:(\w+):)?(?:"([^"]*)"|([^>"]*))->|(~>)|->)\s*/
const DECLARATION = /^(\S+?):(?:\s+(.*))?$/
const WORD = /"([^"]*)"|at (\d+):(\d+):(\d+)|\S+/g

class Drawing {
  readonly keys: string[] = []
  readonly #nodes: NodeSpec[] = []
  readonly #edges: EdgeSpec[] = []

  read(statement: string): void {
    const declaration = DECLARATION.exec(statement)
    if (declaration) {
      this.#declare(declaration[1]!, declaration[2] ?? '')
    } else if (statement !== '') {
      this.#connect(statement)
    }
  }

  spec(): HeapSpec {
    const detached = this.#nodes.some((node) => node.detachedness !== undefined)
    const nodes = detached ? this.#nodes.map((node) => Object.assign({ detachedness: 0 }, node)) : this.#nodes
    return { root: this.known('root'), nodes, edges: this.#edges }
  }

  known(key: string): number {
    const index = this.keys.indexOf(key)
    if (index < 0) {
      throw new Error(`There is no node "${key}".`)
    }
    return index
  }

  #declare(key: string, words: string): void {
    const index = this.#mention(key)
    for (const word of words.matchAll(WORD)) {
      this.#nodes[index] = { ...this.#nodes[index]!, ...property(word) }
    }
  }

  #connect(statement: string): void {
    const [first, ...rest] = statement.split(EDGE)
    let from = this.#mention(first!)
    for (let at = 0; at < rest.length; at += 5) {
      const [type, quoted, plain, weak, key] = rest.slice(at, at + 5)
      const to = this.#mention(key!)
      this.#edges.push(edgeSpec(from, to, weak ? 'weak' : (type ?? 'property'), quoted ?? plain ?? key!))
      from = to
    }
  }

  #mention(key: string): number {
    const index = this.keys.indexOf(key)
    if (index >= 0) {
      return index
    }
    const isRoot = key === 'root'
    const [type, selfSize] = isRoot ? ['synthetic', 0] : ['object', 1]
    this.#nodes.push({ type, name: isRoot ? '' : key, id: this.#nodes.length * 2 + 1, selfSize })
    return this.keys.push(key) - 1
  }
}

function edgeSpec(from: number, to: number, type: string, name: string): EdgeSpec {
  return { from, to, type, name: type === 'element' || type === 'hidden' ? Number(name) : name }
}

/** What one word of a declaration says. */
function property([word, name, script, line, column]: RegExpExecArray): Partial<NodeSpec> {
  if (name !== undefined) {
    return { name }
  }
  if (script !== undefined) {
    return { location: [Number(script), Number(line), Number(column)] }
  }
  if (word.startsWith('@')) {
    return { id: Number(word.slice(1)) }
  }
  const detachedness = ['unknown', 'attached', 'detached'].indexOf(word)
  if (detachedness >= 0) {
    return { detachedness }
  }
  return /^\d+$/.test(word) ? { selfSize: Number(word) } : { type: word.replace('-', ' ') }
}

function findEdge(
  spec: HeapSpec,
  snapshot: Snapshot,
  from: number,
  to: number,
  name: string | number | undefined,
): number {
  const own = spec.edges.filter((edge) => edge.from === from)
  const at = own.findIndex((edge) => edge.to === to && (name === undefined || edge.name === name))
  if (at < 0) {
    throw new Error(`There is no such edge from node ${from} to node ${to}.`)
  }
  return snapshot.firstEdge[from]! + at
}
