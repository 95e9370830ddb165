import type { Task } from '../../base/task.ts'
import { EdgeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { IoKind, IoRow } from '../../model/io-rows.ts'
import type { CompleteHeap } from '../heap.ts'
import { nodeRow } from '../node-row.ts'
import { findPythonOwners } from './collection-owners.ts'

const KINDS: ReadonlyMap<string, IoKind> = new Map([
  ['_io.FileIO', 'file'],
  ['_io.BufferedReader', 'file'],
  ['_io.BufferedWriter', 'file'],
  ['_io.BufferedRandom', 'file'],
  ['_io.TextIOWrapper', 'file'],
  ['socket.socket', 'socket'],
  ['_socket.socket', 'socket'],
  ['ssl.SSLSocket', 'socket'],
  ['mmap.mmap', 'mmap'],
])

/**
 * The files, sockets and memory maps of a heap of CPython, the largest first, each with what holds it. Of a file the object
 * that the program has: the buffer of a text file and the raw file of a buffer are parts of it. A capture does not say whether
 * a file was closed. O(nodes + edges).
 */
export async function openIo(heap: CompleteHeap, task: Task): Promise<IoRow[]> {
  const { snapshot, ready, table } = heap
  if (!snapshot.python) return []
  task.begin('answer', 2 * snapshot.nodeCount)
  const kindOfClass = table.classes.map(({ name }) => KINDS.get(name))
  const found: number[] = []
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (kindOfClass[table.classOf[node]!] !== undefined && heap.shallowSize[node] !== 0) found.push(node)
  }
  const nodes = Uint32Array.from(found)
  const { owner, names } = await findPythonOwners(heap, { nodes }, task)
  task.end()
  const parts = partsOf(heap, nodes)
  return found
    .flatMap((node, place): IoRow[] => {
      if (parts.has(node)) return []
      const row = nodeRow(heap, node)
      return [
        {
          kind: kindOfClass[table.classOf[node]!]!,
          // An object that nothing tells from others is called as its class.
          name: row.name === row.className ? '' : row.name,
          owner: names[owner[place]!]!,
          retainedSize: ready.graph.retainedSize[node]!,
          node: row,
        },
      ]
    })
    .toSorted((a, b) => b.retainedSize - a.retainedSize)
}

/** Those of some objects that another of them refers to: the layers of a file below the one that the program has. */
function partsOf({ snapshot }: CompleteHeap, nodes: Uint32Array): Set<number> {
  const { firstEdge, edgeLink } = snapshot
  const all = new Set(nodes)
  const parts = new Set<number>()
  for (const node of nodes) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (target !== node && all.has(target) && linkType(edgeLink[edge]!) !== EdgeType.weak) parts.add(target)
    }
  }
  return parts
}
