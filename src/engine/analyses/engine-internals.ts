import { NodeType } from '../model/kinds.ts'
import type { Kind } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { CompleteHeap } from './heap.ts'
import { kindOfType } from './kinds.ts'

/** Nodes of the engine's own types that are values of the program. */
const VALUES: ReadonlySet<string> = new Set(['undefined', 'null', 'true', 'false'])
/** What holds the value of one exported, global or captured variable. */
const CELLS: ReadonlySet<string> = new Set(['system / Cell', 'system / PropertyCell', 'system / ContextCell'])
/** Bytes of the program. */
const BYTES: ReadonlySet<string> = new Set(['system / JSArrayBufferData', 'system / ExternalStringData'])
const OWN = 'system / '
const CONTEXT = 'system / Context'

/** What a name says of a node that is no text and no number. */
type Role = 'value' | 'cell' | 'bytes' | 'scope' | 'engine' | 'other'
const ROLES: readonly (Role | null)[] = [null, 'value', 'cell', 'bytes', 'scope', 'engine', 'other']

function roleOfName(name: string): Role {
  if (VALUES.has(name)) return 'value'
  if (CELLS.has(name)) return 'cell'
  if (BYTES.has(name)) return 'bytes'
  if (name === CONTEXT || name.startsWith(`${CONTEXT} /`)) return 'scope'
  return name.startsWith(OWN) ? 'engine' : 'other'
}

/** In Python functions and their code are the program's like anything else. */
const PYTHON_CODE = 'code'

/** Whether all of a class is made by the engine for itself: code, hidden classes and their like. */
export function isEngineClass(kind: Kind, name: string): boolean {
  if (kind === 'native') return isEngineName(name)
  return kind === 'system' || (kind === 'code' && name !== PYTHON_CODE)
}

/** Newer engines write their own records as native ones. */
function isEngineName(name: string): boolean {
  const role = roleOfName(name)
  return role === 'engine' || role === 'cell'
}

/**
 * Which nodes of a heap the engine made for itself: code, what it calls hidden or a shape, its own records (`system / …`)
 * and the lists that store what objects hold. Not the scopes of functions, which hold the program's variables, nor
 * `undefined`, `null`, `true`, `false` and the bytes of buffers and texts. Something of the program may live only through
 * such a node, see `carries`.
 */
export class EngineInternals {
  readonly #snapshot: Snapshot
  readonly #dominated: CompleteHeap['ready']['graph']['dominated']
  /** By string index: the place in `ROLES` of what a name says; 0 where it was not looked at. */
  readonly #roles: Uint8Array
  readonly #carries = new Map<number, boolean>()

  private constructor({ snapshot, ready }: CompleteHeap) {
    this.#snapshot = snapshot
    this.#dominated = ready.graph.dominated
    this.#roles = new Uint8Array(snapshot.strings.count)
  }

  static readonly #known = new WeakMap<Snapshot, EngineInternals>()

  /** What is known of a heap's; kept as long as the heap. */
  static of(heap: CompleteHeap): EngineInternals {
    let known = EngineInternals.#known.get(heap.snapshot)
    if (!known) {
      known = new EngineInternals(heap)
      EngineInternals.#known.set(heap.snapshot, known)
    }
    return known
  }

  /** Whether the engine made a node for itself. O(1). */
  has(node: number): boolean {
    if (this.#snapshot.python) return false
    const type = this.#snapshot.nodeType[node]!
    if (type === NodeType.array || type === NodeType.code) return true
    const kind = kindOfType(type)
    if (kind !== 'system' && kind !== 'native') return false
    const role = this.#roleOf(node)
    return role === 'engine' || role === 'cell' || (kind === 'system' && role === 'other')
  }

  /** Whether it stores values of the program one by one: a list, or the cell of one variable. O(1). */
  isStore(node: number): boolean {
    const type = this.#snapshot.nodeType[node]
    return (
      type === NodeType.array || (type !== NodeType.code && this.has(node) && this.#roleOf(node) === 'cell')
    )
  }

  /** Whether it is the scope of a function: the variables that outlive the call. O(1). */
  isScope(node: number): boolean {
    const kind = kindOfType(this.#snapshot.nodeType[node]!)
    return (kind === 'object' || kind === 'system' || kind === 'native') && this.#roleOf(node) === 'scope'
  }

  /**
   * Whether something of the program lives only through an internal: an object or function at any depth below it in the
   * dominator tree, or, in lists and cells, any value. What lives only through code counts as its constants: names, texts
   * and literals of the source. O(nodes below it), once.
   */
  carries(node: number): boolean {
    const known = this.#carries.get(node)
    if (known !== undefined) return known
    const found = !this.#isCode(node) && this.#look(node)
    this.#carries.set(node, found)
    return found
  }

  /**
   * Whether a node that another refers to can be folded away without hiding anything of the program: the engine made it,
   * and it is no store or only way to something of the program.
   */
  isNoiseBelow(node: number, above: number, dominator: ArrayLike<number>): boolean {
    if (!this.has(node)) return false
    const matters = this.isStore(node) || dominator[node] === above
    return !matters || !this.carries(node)
  }

  #look(top: number): boolean {
    const { first, node: children } = this.#dominated
    /** Nodes, and whether texts and numbers below them are the program's. */
    const stack: [node: number, values: boolean][] = [[top, this.isStore(top)]]
    while (stack.length > 0) {
      const [node, values] = stack.pop()!
      for (let i = first[node]!; i < first[node + 1]!; i++) {
        const child = children[i]!
        if (this.#isCode(child)) continue
        if (this.has(child)) stack.push([child, values && this.isStore(child)])
        else if (values || this.#isThing(child)) return true
      }
    }
    return false
  }

  /** Objects and functions; texts and numbers may as well be names in what the engine notes. */
  #isThing(node: number): boolean {
    const kind = kindOfType(this.#snapshot.nodeType[node]!)
    return kind === 'object' || kind === 'closure' || kind === 'native' || this.isScope(node)
  }

  #isCode(node: number): boolean {
    return this.#snapshot.nodeType[node] === NodeType.code
  }

  #roleOf(node: number): Role {
    const name = this.#snapshot.nodeName[node]!
    const known = ROLES[this.#roles[name]!]
    if (known) return known
    const role = roleOfName(this.#snapshot.strings.text(name))
    this.#roles[name] = ROLES.indexOf(role)
    return role
  }
}
