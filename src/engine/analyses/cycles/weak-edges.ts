import type { WeakEdges } from '../../model/cycle-rows.ts'
import type { InnerEdge } from './edge-names.ts'

/** Nodes and edges that one search may look at, all tries together. */
const MOST_LOOKED_AT = 1 << 21

interface Kind {
  readonly name: string
  readonly edges: number
  readonly canBeWeak: boolean
  readonly isItem: boolean
}

/**
 * The smallest set of names whose references, made weak, leave no cycle. Sets are tried from the smallest up, and of those
 * of one size the best is taken: after which all is still held from outside the cycles, then the one with fewest items of
 * containers, then with fewest references. Where there is too much to try, the names of the references that lead back on a
 * walk from outside are taken, without those that turn out not to be needed: a small set, but maybe not the smallest.
 *
 * (The smallest set of single references is the feedback arc set, which is NP-hard; a program cannot make one reference of
 * many alike weak, so names are what counts, and there are few.)
 *
 * @param entries members that something outside leads to
 * @returns null where no names would do, since the cycles run through what cannot be made weak
 */
export function weakEdges(inner: readonly InnerEdge[], entries: ReadonlySet<number>): WeakEdges | null {
  const graph = new CycleGraph(inner, entries)
  const candidates = graph.candidates()
  if (!graph.isAcyclicWithout(new Set(candidates))) return null
  const exact = smallestSet(graph, candidates)
  const chosen = exact ?? graph.smallSet(candidates)
  return {
    edges: chosen.map((kind) => ({ name: graph.kinds[kind]!.name, count: graph.kinds[kind]!.edges })),
    isSmallest: exact !== null,
    keepsAll: graph.isHeldWithout(new Set(chosen)),
  }
}

/** Null where not all could be tried. */
function smallestSet(graph: CycleGraph, candidates: readonly number[]): readonly number[] | null {
  for (let size = 1; size <= candidates.length; size++) {
    let best: readonly number[] | null = null
    for (const set of subsets(candidates, size)) {
      if (graph.looked > MOST_LOOKED_AT) return best
      if (!graph.isAcyclicWithout(new Set(set))) continue
      if (best === null || graph.isBetter(set, best)) best = set
    }
    if (best) return best
  }
  return null
}

function* subsets(items: readonly number[], size: number, from = 0): Generator<readonly number[]> {
  if (size === 0) yield []
  else {
    for (let i = from; i <= items.length - size; i++) {
      for (const rest of subsets(items, size - 1, i + 1)) yield [items[i]!, ...rest]
    }
  }
}

/** The members of the cycles by numbers of their own, with their edges by kind. */
class CycleGraph {
  readonly kinds: readonly Kind[]
  /** Nodes and edges looked at so far. */
  looked = 0
  readonly #nodes: number
  readonly #first: Uint32Array
  readonly #target: Uint32Array
  readonly #kind: Uint32Array
  readonly #entries: readonly number[]

  constructor(inner: readonly InnerEdge[], entries: ReadonlySet<number>) {
    const numberOf = new Map<number, number>()
    const number = (node: number): number => {
      const known = numberOf.get(node) ?? numberOf.size
      numberOf.set(node, known)
      return known
    }
    for (const { from, to } of inner) {
      number(from)
      number(to)
    }
    this.#nodes = numberOf.size
    this.#entries = [...entries].map(number)
    this.#first = new Uint32Array(this.#nodes + 1)
    for (const { from } of inner) this.#first[number(from) + 1]!++
    for (let i = 0; i < this.#nodes; i++) this.#first[i + 1]! += this.#first[i]!
    const next = this.#first.slice()
    this.#target = new Uint32Array(inner.length)
    this.#kind = new Uint32Array(inner.length)
    const kinds = new Map<string, { kind: number; edges: number; first: InnerEdge }>()
    for (const edge of inner) {
      const key = `${edge.canBeWeak} ${edge.name}`
      const known = kinds.get(key) ?? { kind: kinds.size, edges: 0, first: edge }
      known.edges++
      kinds.set(key, known)
      const at = next[number(edge.from)]!++
      this.#target[at] = number(edge.to)
      this.#kind[at] = known.kind
    }
    this.kinds = [...kinds.values()].map(({ edges, first }) => ({ ...first, edges }))
  }

  /** The kinds that a program can make weak. */
  candidates(): number[] {
    return this.kinds.flatMap(({ canBeWeak }, kind) => (canBeWeak ? [kind] : []))
  }

  /** Kahn's algorithm: takes away nodes without edges in until none is left. O(nodes + edges). */
  isAcyclicWithout(without: ReadonlySet<number>): boolean {
    const into = new Uint32Array(this.#nodes)
    this.#eachEdge(without, (_, target) => into[target]!++)
    const free: number[] = []
    for (let node = 0; node < this.#nodes; node++) if (into[node] === 0) free.push(node)
    let taken = 0
    for (let node = free.pop(); node !== undefined; node = free.pop()) {
      taken++
      for (let at = this.#first[node]!; at < this.#first[node + 1]!; at++) {
        if (!without.has(this.#kind[at]!) && --into[this.#target[at]!]! === 0) free.push(this.#target[at]!)
      }
    }
    return taken === this.#nodes
  }

  /** Whether the entries still lead to everything. O(nodes + edges). */
  isHeldWithout(without: ReadonlySet<number>): boolean {
    const seen = new Set(this.#entries)
    for (const node of seen) {
      for (let at = this.#first[node]!; at < this.#first[node + 1]!; at++) {
        if (!without.has(this.#kind[at]!)) seen.add(this.#target[at]!)
      }
    }
    this.looked += this.#nodes + this.#target.length
    return seen.size === this.#nodes
  }

  isBetter(set: readonly number[], than: readonly number[]): boolean {
    const rank = (kinds: readonly number[]): number[] => [
      this.isHeldWithout(new Set(kinds)) ? 0 : 1,
      kinds.filter((kind) => this.kinds[kind]!.isItem).length,
      kinds.reduce((sum, kind) => sum + this.kinds[kind]!.edges, 0),
    ]
    const a = rank(set)
    const b = rank(than)
    const at = a.findIndex((value, i) => value !== b[i])
    return at !== -1 && a[at]! < b[at]!
  }

  /** Names that lead back on a walk in depth from the entries, as far as all of them are needed. */
  smallSet(candidates: readonly number[]): readonly number[] {
    const back = this.#backKinds()
    let chosen = candidates.filter((kind) => back.has(kind))
    if (!this.isAcyclicWithout(new Set(chosen))) chosen = [...candidates]
    const byEdges = chosen.toSorted((a, b) => this.kinds[b]!.edges - this.kinds[a]!.edges)
    this.looked = 0
    for (const kind of byEdges) {
      const rest = chosen.filter((other) => other !== kind)
      if (this.looked > MOST_LOOKED_AT) break
      if (rest.length > 0 && this.isAcyclicWithout(new Set(rest))) chosen = rest
    }
    return chosen
  }

  /** The kinds of the edges that lead to a node that is being visited. O(nodes + edges). */
  #backKinds(): Set<number> {
    const found = new Set<number>()
    /** 0 not visited, 1 being visited, 2 done. */
    const state = new Uint8Array(this.#nodes)
    const next = this.#first.slice()
    const stack: number[] = []
    const starts = [...this.#entries, ...Array.from({ length: this.#nodes }, (_, node) => node)]
    for (const start of starts) {
      if (state[start] !== 0) continue
      stack.push(start)
      state[start] = 1
      while (stack.length > 0) {
        const node = stack.at(-1)!
        if (next[node] === this.#first[node + 1]) {
          state[node] = 2
          stack.pop()
          continue
        }
        const at = next[node]!++
        const target = this.#target[at]!
        if (state[target] === 1) found.add(this.#kind[at]!)
        else if (state[target] === 0) {
          state[target] = 1
          stack.push(target)
        }
      }
    }
    return found
  }

  #eachEdge(without: ReadonlySet<number>, visit: (kind: number, target: number) => void): void {
    for (let at = 0; at < this.#target.length; at++) {
      if (!without.has(this.#kind[at]!)) visit(this.#kind[at]!, this.#target[at]!)
    }
    this.looked += this.#nodes + this.#target.length
  }
}
