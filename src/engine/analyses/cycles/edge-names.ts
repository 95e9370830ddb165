import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { edgeLabel } from '../names.ts'

/** Python's own containers, which are called after what holds them. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'list',
  'dict',
  'tuple',
  'set',
  'frozenset',
  'cell',
  'mappingproxy',
  'collections.deque',
  'collections.OrderedDict',
  'collections.defaultdict',
  '(array)',
])

/** What belongs to the way an object is built: no program can make it weak. */
const BUILT_IN: ReadonlySet<string> = new Set([
  '__dict__',
  'cell',
  '__closure__',
  '__self__',
  '__func__',
  'tb_frame',
  'tb_next',
  'f_back',
  'elements',
  'properties',
  'table',
])

/** Of Python's own classes those that no weak reference can lead to. */
const NEVER_WEAK: ReadonlySet<string> = new Set(['list', 'dict', 'tuple', 'cell', 'mappingproxy'])

/** Whether objects of this class are said to be of what holds them, not to be someone themselves. */
export function isContainer(className: string): boolean {
  return CONTAINERS.has(className)
}

/** An edge between members of a cycle; `name` is what a programmer would call it. */
export interface InnerEdge {
  readonly from: number
  readonly to: number
  readonly name: string
  /** Whether the program could hold the target weakly here. */
  readonly canBeWeak: boolean
  /** Whether it stands for an item of a container. */
  readonly isItem: boolean
}

/**
 * The edges within one component by names that programmers know: `Child.parent`, `Parent.children[…]` for the items of a
 * container that is held so, `Button.__init__.<lambda>.self` for a closure's variable. O(edges of the members).
 * @param ways edges that are ways, those of members to themselves included
 */
export function nameInnerEdges(
  heap: CompleteHeap,
  members: ArrayLike<number>,
  ways: (node: number) => Iterable<number>,
): InnerEdge[] {
  const namer = new EdgeNamer(heap)
  const named: InnerEdge[] = []
  const waiting = new Set<number>()
  for (let i = 0; i < members.length; i++) {
    const node = members[i]!
    if (isContainer(namer.classOf(node))) waiting.add(node)
    else for (const edge of ways(node)) named.push(namer.add(node, edge))
  }
  // Containers are called after what holds them, so these come first; some are held by containers alone.
  const held = [...waiting].filter((node) => namer.isHeld(node))
  while (waiting.size > 0) {
    const node = held.pop() ?? waiting.values().next().value!
    if (!waiting.delete(node)) continue
    for (const edge of ways(node)) {
      const inner = namer.add(node, edge)
      named.push(inner)
      if (waiting.has(inner.to)) held.push(inner.to)
    }
  }
  return named
}

class EdgeNamer {
  readonly #heap: CompleteHeap
  /** What a container is called, from the first that holds it. */
  readonly #holder = new Map<number, { readonly name: string; readonly isOwnDict: boolean }>()
  #lastCell = -1

  constructor(heap: CompleteHeap) {
    this.#heap = heap
  }

  classOf(node: number): string {
    const { classes, classOf } = this.#heap.table
    return classes[classOf[node]!]!.name
  }

  isHeld(node: number): boolean {
    return this.#holder.has(node)
  }

  add(from: number, edge: number): InnerEdge {
    const { snapshot } = this.#heap
    const link = snapshot.edgeLink[edge]!
    const to = linkTarget(link)
    const label = edgeLabel(snapshot, from, edge)
    const type = linkType(link)
    const isItem = type === EdgeType.element || type === EdgeType.hidden || label === 'key'
    const canBeWeak = !BUILT_IN.has(String(label)) && !(snapshot.python && NEVER_WEAK.has(this.classOf(to)))
    const inner = { from, to, canBeWeak, ...this.#name(from, label, isItem) }
    if (isContainer(this.classOf(to)) && !this.#holder.has(to)) {
      const isOwnDict = label === '__dict__'
      this.#holder.set(to, { name: isOwnDict ? this.#own(from) : inner.name, isOwnDict })
    }
    // A closure's variable is reached through its cell too, which comes right before it: both go, or neither.
    if (type === EdgeType.context) this.#holder.set(this.#lastCell, { name: inner.name, isOwnDict: false })
    this.#lastCell = label === 'cell' ? to : -1
    return inner
  }

  #name(from: number, label: string | number, isItem: boolean): { name: string; isItem: boolean } {
    const className = this.classOf(from)
    const holder = this.#holder.get(from)
    if (!isContainer(className)) return { name: `${this.#own(from)}${isItem ? '[…]' : `.${label}`}`, isItem }
    if (holder?.isOwnDict === true && !isItem) return { name: `${holder.name}.${label}`, isItem: false }
    if (className === 'cell' && holder) return { name: holder.name, isItem: false }
    return { name: `${holder?.name ?? className}[…]`, isItem: true }
  }

  /** What stands before the dot: the class, of a function or frame its own name. */
  #own(node: number): string {
    const { snapshot } = this.#heap
    const className = this.classOf(node)
    if (!snapshot.python || (snapshot.nodeType[node] !== NodeType.closure && className !== 'frame')) {
      return shortClass(className)
    }
    const name = snapshot.strings.text(snapshot.nodeName[node]!)
    return name === '' ? className : name.replace(/ \(.*$/, '').replaceAll('<locals>.', '')
  }
}

/** The class without its module: `app.models.Session` is `Session`. */
export function shortClass(name: string): string {
  return /^[\w.]+$/.test(name) ? name.slice(name.lastIndexOf('.') + 1) : name
}
