import type { StringTable } from '../../model/string-table.ts'
import type { TraceFunctions, TraceTree } from '../../model/traces.ts'
import { TextCollector } from '../text-collector.ts'
import { Growing } from './pickle-values.ts'

/** More lines than this do not fit into a key beside their file. */
const LINES = 2 ** 32
const FRAMES = 2 ** 26

/**
 * Makes a tree of stacks. A frame is a file and a line: tracemalloc knows no functions. What was allocated in different
 * domains has entries of its own from the top down.
 */
export class StackCollector {
  readonly #texts = new TextCollector()
  readonly #fileNames: string[] = []
  readonly #frameOf = new Map<number, number>()
  readonly #file = new Growing()
  readonly #line = new Growing()
  readonly #entryOf = new Map<number, number>()
  readonly #topOf = new Map<string, number>()
  readonly #parent = new Growing()
  readonly #frame = new Growing()
  readonly #domain = new Growing()
  readonly #count: number[] = []
  readonly #size: number[] = []

  /** The number of a frame. */
  frame(file: string, line: number): number {
    const text = this.#texts.indexOf(file)
    this.#fileNames[text] ??= file
    const key = text * LINES + line
    let frame = this.#frameOf.get(key)
    if (frame === undefined) {
      frame = this.#file.count
      this.#frameOf.set(key, frame)
      this.#file.push(text)
      this.#line.push(line)
    }
    return frame
  }

  /** The entry of a frame right below another one, or at the top of a domain where `parent` is null. */
  entry(parent: number | null, frame: number, domain: number): number {
    if (parent === null)
      return this.#known(this.#topOf, `${domain} ${frame}`, this.#parent.count, frame, domain)
    return this.#known(this.#entryOf, parent * FRAMES + frame, parent, frame, domain)
  }

  #known<Key>(entries: Map<Key, number>, key: Key, parent: number, frame: number, domain: number): number {
    const known = entries.get(key)
    if (known !== undefined) return known
    const entry = this.#parent.count
    entries.set(key, entry)
    this.#parent.push(parent)
    this.#frame.push(frame)
    this.#domain.push(domain)
    this.#count.push(0)
    this.#size.push(0)
    return entry
  }

  /** Adds a memory block that was allocated with exactly this stack. */
  add(entry: number, size: number): void {
    this.#count[entry]!++
    this.#size[entry]! += size
  }

  /** Of a function only a line is known: it is called by that. */
  #names(): Uint32Array {
    return Uint32Array.from({ length: this.#file.count }, (_, frame) => {
      const file = this.#fileNames[this.#file.at(frame)]!
      return this.#texts.indexOf(`${file.slice(file.search(/[^/\\]*$/))}:${this.#line.at(frame)}`)
    })
  }

  /** The tree in preorder, what came first first. O(entries). */
  finish(): { tree: TraceTree; functions: TraceFunctions; strings: StringTable } {
    const parent = this.#parent.values
    const order = preorder(parent)
    const place = new Uint32Array(order.length)
    order.forEach((entry, at) => (place[entry] = at))
    const domains = this.#domain.values
    const frames = this.#file.count
    const tree: TraceTree = {
      id: Uint32Array.from(order, (_, at) => at + 1),
      parent: Uint32Array.from(order, (entry) => place[parent[entry]!]!),
      functionIndex: Uint32Array.from(order, (entry) => this.#frame.at(entry)),
      count: Uint32Array.from(order, (entry) => this.#count[entry]!),
      size: Float64Array.from(order, (entry) => this.#size[entry]!),
      ...(domains.some((domain) => domain !== 0) && {
        domain: Uint32Array.from(order, (entry) => domains[entry]!),
      }),
    }
    return {
      tree,
      functions: {
        name: this.#names(),
        scriptName: this.#file.values.slice(),
        scriptId: new Uint32Array(frames),
        line: this.#line.values.slice(),
        column: new Uint32Array(frames),
      },
      strings: this.#texts.build(),
    }
  }
}

/** The entries so that each stands behind its parent and before that one's next child. */
function preorder(parent: Uint32Array): Uint32Array {
  const none = 0xffff_ffff
  const firstChild = new Uint32Array(parent.length).fill(none)
  const next = new Uint32Array(parent.length).fill(none)
  let top = none
  for (let entry = parent.length - 1; entry >= 0; entry--) {
    const above = parent[entry]!
    if (above === entry) {
      next[entry] = top
      top = entry
    } else {
      next[entry] = firstChild[above]!
      firstChild[above] = entry
    }
  }
  const order = new Uint32Array(parent.length)
  let count = 0
  for (let entry = top; entry !== none;) {
    order[count++] = entry
    if (firstChild[entry] !== none) {
      entry = firstChild[entry]!
      continue
    }
    while (entry !== none && next[entry] === none) entry = parent[entry] === entry ? none : parent[entry]!
    if (entry !== none) entry = next[entry]!
  }
  return order
}
