import type { EdgeSpec, HeapSpec } from './heap-builder.ts'

/**
 * The definitions once more, in the plainest and slowest form, on plain data: what the engine's algorithms are checked
 * against. Nothing here shares code with them.
 */

const PAIR =
  /^[0-9]+ \/ part of key \([^]* @[0-9]+\) -> value \([^]* @[0-9]+\) pair in WeakMap \(table @([0-9]+)\)$/

/** The nodes that the starts lead to over the edges, without passing through `removed`. */
export function reachedFrom(starts: Iterable<number>, edges: readonly EdgeSpec[], removed = -1): Set<number> {
  const reached = new Set(starts)
  reached.delete(removed)
  for (const node of reached) {
    for (const edge of edges) {
      if (edge.from === node && edge.to !== removed) {
        reached.add(edge.to)
      }
    }
  }
  return reached
}

/** Whether each edge of `spec.edges` keeps its target alive. */
export function essentialEdges({ root, nodes, edges }: HeapSpec): boolean[] {
  const pageStarts = edges
    .filter(
      ({ from, to, type }) =>
        from === root && (type === 'shortcut' || (type === 'element' && isDocuments(nodes[to]!))),
    )
    .map((edge) => edge.to)
  const page = reachedFrom(
    pageStarts,
    edges.filter((edge) => edge.type !== 'weak'),
  )
  return edges.map(({ from, to, type, name }) => {
    const table = type === 'internal' ? PAIR.exec(String(name))?.[1] : undefined
    if (type === 'weak' || from === to || (table !== undefined && Number(table) === nodes[from]!.id)) {
      return false
    }
    return from === root || (type !== 'shortcut' && (page.has(from) || !page.has(to)))
  })
}

/** Whether each edge of `spec.edges` is the half of a WeakMap entry that starts at the table. */
export function tableHalves({ nodes, edges }: HeapSpec): boolean[] {
  return edges.map(({ from, type, name }) => {
    const table = type === 'internal' ? PAIR.exec(String(name))?.[1] : undefined
    return table !== undefined && Number(table) === nodes[from]!.id
  })
}

/**
 * What the root is taken to lead to besides its own edges: nodes without an essential edge in. The rest, what even
 * these do not lead to, counts as unreachable leaves.
 */
function startNodes(spec: HeapSpec, essential: readonly EdgeSpec[]): number[] {
  const entered = new Set(essential.map((edge) => edge.to))
  return spec.nodes.flatMap((_, node) => (node === spec.root || !entered.has(node) ? [node] : []))
}

/**
 * What is lost when nodes and edges (by their places in `spec.edges`) are taken out: what the starts led to and no longer
 * lead to, and the nodes themselves; everything when the root is among them.
 */
export function bruteLost(
  spec: HeapSpec,
  nodes: ReadonlySet<number>,
  cut: ReadonlySet<number>,
): ReadonlySet<number> {
  if (nodes.has(spec.root)) return new Set(spec.nodes.keys())
  const marks = essentialEdges(spec)
  const edges = spec.edges.filter((_, i) => marks[i])
  const left = spec.edges.filter(
    ({ from, to }, i) => marks[i] && !cut.has(i) && !nodes.has(from) && !nodes.has(to),
  )
  const starts = startNodes(spec, edges)
  const before = reachedFrom(starts, edges)
  const after = reachedFrom(
    starts.filter((node) => !nodes.has(node)),
    left,
  )
  return new Set([...nodes, ...[...before].filter((node) => !after.has(node))])
}

/**
 * Immediate dominators: v dominates w if w is lost when v is removed; the immediate one is dominated by all others.
 */
export function bruteDominators(spec: HeapSpec): {
  dominator: number[]
  retained: number[]
  unreachable: number
} {
  const marks = essentialEdges(spec)
  const edges = spec.edges.filter((_, i) => marks[i])
  const starts = startNodes(spec, edges)
  const { root, nodes } = spec
  const live = reachedFrom(starts, edges)
  /** Of each node: the nodes lost with it, itself included. */
  const lost = nodes.map((_, node) => {
    if (node === root) {
      return new Set(nodes.keys())
    }
    const left = live.has(node) ? reachedFrom(starts, edges, node) : live
    return new Set([node, ...[...live].filter((other) => !left.has(other))])
  })
  const dominator = nodes.map((_, node) => {
    const above = [...nodes.keys()].filter((other) => other !== node && lost[other]!.has(node))
    return node === root ? root : above.reduce((a, b) => (lost[a]!.size < lost[b]!.size ? a : b))
  })
  return {
    dominator,
    retained: lost.map((set) => sum([...set].map((node) => nodes[node]!.selfSize))),
    unreachable: nodes.length - reachedFrom([root], edges).size,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function isDocuments({ type, name }: { type: string; name: string }): boolean {
  return type === 'synthetic' && name === '(Document DOM trees)'
}

function isUserRoot(node: { type: string; name: string }): boolean {
  return node.type !== 'synthetic' || isDocuments(node)
}

/** Steps from the program's globals, -1 where there is no way. */
export function naiveDistances({ root, nodes, edges }: HeapSpec): number[] {
  const distances = nodes.map(() => -1)
  const met = new Set<string>()
  const outOf = (node: number): EdgeSpec[] => edges.filter((edge) => edge.from === node)
  const search = (starts: readonly number[], distance: number): void => {
    for (const node of starts) {
      distances[node] = distance
    }
    const queue = [...starts]
    for (const node of queue) {
      for (const edge of outOf(node)) {
        if (edge.type === 'weak' || distances[edge.to] !== -1 || isSkipped(nodes[node]!, edge, met)) {
          continue
        }
        distances[edge.to] = distances[node]! + 1
        queue.push(edge.to)
      }
    }
  }
  const users = outOf(root)
    .map((edge) => edge.to)
    .filter((node) => isUserRoot(nodes[node]!))
  search(users, 1)
  search([root], users.length > 0 ? 100_000_000 : 0)
  return distances
}

function isSkipped(
  node: { type: string; name: string },
  { type, name }: EdgeSpec,
  met: Set<string>,
): boolean {
  if (node.type === 'hidden' && node.name === 'system / NativeContext' && name === 'sloppy_function_map') {
    return true
  }
  if (node.type === 'array' && node.name === '(map descriptors)') {
    const index = Number.parseInt(String(name), 10)
    return index > 1 && index % 3 === 1
  }
  if (type !== 'internal' || !PAIR.test(String(name))) {
    return false
  }
  const shared = String(name).replace(/^[0-9]+/, '')
  const first = !met.delete(shared)
  if (first) {
    met.add(shared)
  }
  return first
}

function isOwnable({ type, name }: { type: string; name: string }): boolean {
  return ['hidden', 'array'].includes(type) || (type === 'native' && name === 'system / ExternalStringData')
}

/**
 * Adjusted shallow sizes: an ownable node's owners are all other nodes that lead to it through ownable nodes only. With
 * exactly one of them its bytes go there.
 */
export function naiveShallowSizes({ root, nodes, edges }: HeapSpec): number[] {
  const sizes = nodes.map((node) => node.selfSize)
  const strong = edges.filter((edge) => edge.type !== 'weak')
  if (!edges.some((edge) => edge.from === root && isUserRoot(nodes[edge.to]!))) {
    return sizes
  }
  const intoOwnable = strong.filter((edge) => isOwnable(nodes[edge.to]!))
  const backward = intoOwnable.map((edge) => ({ ...edge, from: edge.to, to: edge.from }))
  nodes.forEach((node, index) => {
    const owners = [...reachedFrom([index], backward)].filter((other) => !isOwnable(nodes[other]!))
    const [owner] = owners
    const moves =
      isOwnable(node) && owners.length === 1 && owner !== root && nodes[owner!]!.type !== 'synthetic'
    if (moves) {
      sizes[owner!]! += node.selfSize
      sizes[index]! -= node.selfSize
    }
  })
  return sizes
}

/** Detachedness and names after it has spread. */
export function naiveDetachedness({ nodes, edges }: HeapSpec): { state: number[]; name: string[] } {
  const isNative = (node: number): boolean => nodes[node]!.type === 'native'
  const state = nodes.map((node) => node.detachedness!)
  for (const value of [1, 2]) {
    const through = edges.filter(
      ({ from, to, type }) =>
        type !== 'weak' && type !== 'hidden' && isNative(from) && isNative(to) && state[to] === 0,
    )
    const starts = [...state.keys()].filter((node) => state[node] === value && isNative(node))
    for (const node of reachedFrom(starts, through)) {
      state[node] = value
    }
  }
  const name = nodes.map((node, i) => (isNative(i) && state[i] === 2 ? `Detached ${node.name}` : node.name))
  return { state, name }
}
