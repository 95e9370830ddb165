import type { Task } from '../base/task.ts'
import { FirstEdges, NO_EDGE } from '../graph/first-edges.ts'
import { stringsWithText } from '../graph/same-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { Derived } from './derived.ts'
import { SCRIPT_PREFIX, sourceOf } from './sources.ts'

/** No code: not a function, or one of the engine's own making. */
export const NO_CODE = -1

const EDGES = ['shared', 'bound_function', 'script', 'script_or_debug_info'] as const
/** A function may be bound again and again. */
const MOST_BOUND = 10

/** Which code functions run, and what people call it. */
export class FunctionCode {
  readonly #snapshot: Snapshot
  readonly #edges: readonly FirstEdges[]
  readonly #texts = new Map<number, string>()

  private constructor(snapshot: Snapshot, names: readonly Set<number>[]) {
    this.#snapshot = snapshot
    this.#edges = names.map((set) => new FirstEdges(snapshot, EdgeType.internal, set))
  }

  /** O(strings); then each question is amortised O(1). */
  static async of(snapshot: Snapshot, task: Task): Promise<FunctionCode> {
    task.begin('answer', snapshot.strings.count)
    const names = await stringsWithText(snapshot.strings, EDGES, task)
    task.end()
    return new FunctionCode(snapshot, names)
  }

  /** The node of the code that all functions made at one place share, `NO_CODE` where there is none. */
  codeOf(node: number): number {
    const unbound = this.#unbound(node)
    return unbound === NO_EDGE ? NO_CODE : this.#edges[0]!.target(unbound)
  }

  /** `poll in dashboard.js`, and `(anonymous) in dashboard.js:12` for a function without a name. */
  textOf(node: number): string {
    const code = this.codeOf(node)
    let text = this.#texts.get(code)
    if (text === undefined) {
      text = this.#describe(this.#unbound(node), code)
      if (code !== NO_CODE) this.#texts.set(code, text)
    }
    return text
  }

  /** The url of the script that code stands in, as the file has it; null where it is not known. */
  urlOf(code: number): string | null {
    if (code === NO_CODE) return null
    const { nodeName, strings } = this.#snapshot
    const script = this.#edges[2]!.target(code)
    const node = script === NO_EDGE ? this.#edges[3]!.target(code) : script
    if (node === NO_EDGE) return null
    const name = strings.text(nodeName[node]!)
    if (name.startsWith(SCRIPT_PREFIX)) return name.slice(SCRIPT_PREFIX.length)
    return name === '' || name.startsWith('system / ') ? null : name
  }

  /** Whether the code is a part of the runtime, as Node's own modules are. */
  isBuiltIn(code: number): boolean {
    return /^(?:node|ext):/.test(this.urlOf(code) ?? '')
  }

  /** Whether a function is one that V8 itself wrote, as `resolve` of a promise: no script has its code. */
  isEngines(node: number): boolean {
    const code = this.codeOf(node)
    return code !== NO_CODE && this.urlOf(code) === null
  }

  #unbound(node: number): number {
    let at = node
    for (let step = 0; step < MOST_BOUND && this.#snapshot.nodeType[at] === NodeType.closure; step++) {
      const inner = this.#edges[1]!.target(at)
      if (inner === NO_EDGE) return at
      at = inner
    }
    return NO_EDGE
  }

  #describe(closure: number, code: number): string {
    if (closure === NO_EDGE) return NAMELESS
    const { nodeName, strings } = this.#snapshot
    const line = sourceOf(this.#snapshot, closure)?.line ?? null
    return inFile(strings.text(nodeName[closure]!), this.urlOf(code), line)
  }

  /** The same of code, where there is no function that runs it. */
  textOfCode(code: number): string {
    const { nodeName, strings } = this.#snapshot
    const name = strings.text(nodeName[code]!).replace(/^system \/ SharedFunctionInfo(?: \/ )?/, '')
    return inFile(name === '(shared function info)' ? '' : name, this.urlOf(code), null)
  }
}

/** Kept as long as the heap. */
export const CODE = new Derived(({ snapshot }, task) => FunctionCode.of(snapshot, task))

const NAMELESS = '(anonymous)'

/** `poll in dashboard.js`: a function and the file it stands in, without folders. @param line told where it has no name */
export function inFile(name: string, url: string | null, line: number | null): string {
  const file = /([^/\\]+)[/\\]?$/.exec(url?.replace(/[?#].*$/, '') ?? '')?.[1]
  if (file === undefined) return name || NAMELESS
  return name === '' ? `${NAMELESS} in ${file}${line === null ? '' : `:${line}`}` : `${name} in ${file}`
}
