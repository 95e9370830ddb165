import { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { idTerm } from '../../model/filter-term.ts'
import type { IoKind, IoRow } from '../../model/io-rows.ts'
import { EdgeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { nodeRow, notReady } from '../node-row.ts'
import { findPythonOwners } from './collection-owners.ts'
import { ioFacts } from './io-facts.ts'

const KINDS: ReadonlyMap<string, IoKind> = new Map([
  ['_io.FileIO', 'file'],
  ['_io.BufferedReader', 'file'],
  ['_io.BufferedWriter', 'file'],
  ['_io.BufferedRandom', 'file'],
  ['_io.TextIOWrapper', 'file'],
  ['socket.socket', 'socket'],
  ['_socket.socket', 'socket'],
  ['ssl.SSLSocket', 'socket'],
  ['multiprocessing.connection.Connection', 'connection'],
  ['sqlite3.Connection', 'connection'],
  ['mmap.mmap', 'mmap'],
])
/** A container that holds one is named by what holds it, and so on up through so many. */
const MOST_NESTED = 3

/**
 * The files, sockets, connections and memory maps of a heap of CPython, the largest first, each with what holds it and what
 * the capture says of it. Of a file the object that the program has: the buffer of a text file and the raw file of a buffer
 * are parts of it. O(nodes + edges).
 * @param containers the collections of the program, by which those in them are named
 * @throws HeapError `not-ready` before references are turned round
 */
export async function openIo(heap: CompleteHeap, containers: Places, task: Task): Promise<IoRow[]> {
  const { snapshot, ready, table } = heap
  task.begin('answer', 2 * snapshot.nodeCount)
  const kindOfClass = table.classes.map(({ name }) => KINDS.get(name))
  const found: number[] = []
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (kindOfClass[table.classOf[node]!] !== undefined && heap.shallowSize[node] !== 0) found.push(node)
  }
  const nodes = Uint32Array.from([...found, ...containersOf(heap, found, containers)]).sort()
  const members = new Places(nodes, snapshot.nodeCount)
  const { owner, names } = await findPythonOwners(heap, { nodes, members }, task)
  task.end()
  const kindOf = (node: number) => kindOfClass[table.classOf[node]!]!
  const parts = partsOf(
    heap,
    found.filter((node) => kindOf(node) === 'file'),
  )
  return found
    .flatMap((node): IoRow[] => {
      if (parts.has(node)) return []
      const kind = kindOf(node)
      return [
        {
          kind,
          ...ioFacts(snapshot, node, kind),
          owner: names[owner[members.of(node)]!]!,
          retainedSize: ready.graph.retainedSize[node]!,
          node: nodeRow(heap, node),
          query: idTerm(snapshot.nodeId[node]!),
        },
      ]
    })
    .toSorted((a, b) => b.retainedSize - a.retainedSize)
}

/** The containers that hold some objects, those that hold these, and so on a few times. */
function containersOf(
  { ready: { retainers } }: CompleteHeap,
  nodes: readonly number[],
  containers: Places,
): ReadonlySet<number> {
  if (!retainers) throw notReady()
  const { first, source } = retainers
  const found = new Set<number>()
  let level = nodes
  for (let steps = 0; steps < MOST_NESTED; steps++) {
    const next: number[] = []
    for (const node of level) {
      for (let i = first[node]!; i < first[node + 1]!; i++) {
        const holder = source[i]! >>> 1
        if ((source[i]! & 1) === 0 || found.has(holder) || !containers.has(holder)) continue
        found.add(holder)
        next.push(holder)
      }
    }
    level = next
  }
  return found
}

/** The files that another of some files refers to: its layers below the one that the program has. */
function partsOf({ snapshot }: CompleteHeap, files: readonly number[]): ReadonlySet<number> {
  const { firstEdge, edgeLink } = snapshot
  const all = new Set(files)
  const parts = new Set<number>()
  for (const node of files) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (target !== node && all.has(target) && linkType(edgeLink[edge]!) !== EdgeType.weak) parts.add(target)
    }
  }
  return parts
}
