import type { Task } from '../base/task.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import { NodeType } from '../model/kinds.ts'
import { edgeSource } from '../model/edge-source.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type Removal, Remaining } from './remaining.ts'
import { pathAround } from './root-path.ts'

/** What a native context calls the program's globals. */
const GLOBALS: ReadonlySet<string> = new Set(['global_object', 'global_proxy_object'])

export interface DisjointPaths {
  /** Edge indexes from the root down, the shortest path first. */
  readonly paths: readonly (readonly number[])[]
  /** Whether there is no other. */
  readonly exhausted: boolean
}

/**
 * Paths from the root to a node of which no two share an object: each is the one that `pathAround` finds when the
 * objects on those before it are taken out. Roots do not count as objects: what the root itself leads to, the machine's
 * groups, native contexts and the global objects they hold. Of a path that has none else, the last step is taken out.
 *
 * @param most how many paths to find
 * @param base what is taken out from the start
 */
export async function disjointPaths(
  graph: Graph,
  retainers: Retainers,
  node: number,
  most: number,
  base: Removal,
  task: Task,
): Promise<DisjointPaths> {
  const nodes = new Set(base.nodes)
  const edges = new Set(base.edges)
  const paths: number[][] = []
  for (;;) {
    const removal = { nodes: Uint32Array.from(nodes).sort(), edges: Uint32Array.from(edges).sort() }
    const path = await pathAround(new Remaining(graph, removal), retainers, node, task)
    if (path.length === 0) return { paths, exhausted: true }
    if (paths.length === most) return { paths, exhausted: false }
    paths.push(path)
    const between = objectsOn(graph.snapshot, path)
    for (const one of between) nodes.add(one)
    if (between.length === 0) for (const edge of edgesLike(graph.snapshot, path.at(-1)!)) edges.add(edge)
  }
}

/** The nodes between the root and the last one that count as objects. */
function objectsOn(snapshot: Snapshot, path: readonly number[]): number[] {
  const { edgeLink } = snapshot
  return path.slice(0, -1).flatMap((edge, i) => {
    const isRoot = i === 0 || isRootLike(snapshot, edge)
    return isRoot ? [] : [linkTarget(edgeLink[edge]!)]
  })
}

/** Whether an edge leads to a root's group, a native context or its globals. */
function isRootLike(snapshot: Snapshot, edge: number): boolean {
  const { nodeType, edgeNames, edgeLink, firstEdge, strings } = snapshot
  const target = linkTarget(edgeLink[edge]!)
  if (nodeType[target] === NodeType.synthetic || isNativeContext(snapshot, target)) return true
  const source = edgeSource(firstEdge, edge)
  return isNativeContext(snapshot, source) && GLOBALS.has(strings.text(edgeNames.at(source, edge)))
}

/** Named `system / NativeContext`, and after that maybe where it belongs to. */
function isNativeContext({ nodeType, nodeName, strings }: Snapshot, node: number): boolean {
  return (
    nodeType[node] === NodeType.hidden && strings.text(nodeName[node]!).startsWith('system / NativeContext')
  )
}

/** All edges between the ends of an edge. */
function edgesLike({ firstEdge, edgeLink }: Snapshot, edge: number): number[] {
  const source = edgeSource(firstEdge, edge)
  const found: number[] = []
  for (let other = firstEdge[source]!; other < firstEdge[source + 1]!; other++) {
    if (linkTarget(edgeLink[other]!) === linkTarget(edgeLink[edge]!)) found.push(other)
  }
  return found
}
