import type { Task } from '../base/task.ts'
import { Detachedness, EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { StringTable } from '../model/string-table.ts'
import { inSlices } from './in-slices.ts'

const PREFIX = 'Detached '

/**
 * Finds which nodes are attached to a document and which are detached (values of `Detachedness`).
 *
 * Where the file says so for some nodes, native nodes below them that it says nothing of take the same state: first
 * below attached ones, then below detached ones, over any edge but weak and hidden ones, and not through other types.
 * Detached native nodes get the name "Detached …": `snapshot.nodeName` is rewritten, so call this once a snapshot.
 *
 * Where the file has no such field, native nodes that are already named "Detached …" are detached.
 *
 * @returns the state of each node: `snapshot.detachedness` itself, changed, or a new column; empty where all are unknown.
 * O(nodes + edges).
 */
export async function propagateDetachedness(snapshot: Snapshot, task: Task): Promise<Uint8Array> {
  if (!snapshot.detachedness) {
    return detachednessByName(snapshot, task)
  }
  const state = snapshot.detachedness
  if (state.length === 0) return state
  // The file's own word is final, so states must not spread from a node that got its state on the way.
  for (const value of [Detachedness.attached, Detachedness.detached]) {
    const starts: number[] = []
    await inSlices(task, snapshot.nodeCount, (from, to) => {
      collect(snapshot.nodeType, state, value, starts, from, to)
    })
    spread(snapshot, state, value, starts)
  }
  const names = new DetachedNames(snapshot.strings)
  await inSlices(task, snapshot.nodeCount, (from, to) => rename(snapshot, state, names, from, to))
  return state
}

/** Adds the native nodes in the state `value` to `starts`. */
function collect(
  nodeType: Uint8Array,
  state: Uint8Array,
  value: number,
  starts: number[],
  from: number,
  to: number,
): void {
  for (let node = from; node < to; node++) {
    if (state[node] === value && nodeType[node] === NodeType.native) {
      starts.push(node)
    }
  }
}

/** Gives the state `value` to the native nodes of unknown state below those on the stack. */
function spread(snapshot: Snapshot, state: Uint8Array, value: number, stack: number[]): void {
  const { nodeType, firstEdge, edgeLink } = snapshot
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const type = linkType(edgeLink[edge]!)
      const target = linkTarget(edgeLink[edge]!)
      const takes =
        nodeType[target] === NodeType.native &&
        state[target] === Detachedness.unknown &&
        type !== EdgeType.weak &&
        type !== EdgeType.hidden
      if (takes) {
        state[target] = value
        stack.push(target)
      }
    }
  }
}

function rename(snapshot: Snapshot, state: Uint8Array, names: DetachedNames, from: number, to: number): void {
  const { nodeType, nodeName } = snapshot
  for (let node = from; node < to; node++) {
    if (state[node] === Detachedness.detached && nodeType[node] === NodeType.native) {
      nodeName[node] = names.of(nodeName[node]!)
    }
  }
}

/** The string "Detached X" for each string X, added when first asked for. */
class DetachedNames {
  readonly #strings: StringTable
  readonly #added = new Map<number, number>()

  constructor(strings: StringTable) {
    this.#strings = strings
  }

  of(name: number): number {
    let added = this.#added.get(name)
    if (added === undefined) {
      added = this.#strings.add(PREFIX + this.#strings.text(name))
      this.#added.set(name, added)
    }
    return added
  }
}

async function detachednessByName(snapshot: Snapshot, task: Task): Promise<Uint8Array> {
  const { nodeType, nodeName, strings } = snapshot
  let state = new Uint8Array(0)
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (nodeType[node] === NodeType.native && strings.text(nodeName[node]!).startsWith(PREFIX)) {
        if (state.length === 0) state = new Uint8Array(snapshot.nodeCount)
        state[node] = Detachedness.detached
      }
    }
  })
  return state
}
