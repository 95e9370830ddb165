import { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { stringsWithText } from '../../graph/same-text.ts'
import { NodeType } from '../../model/kinds.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { CompleteHeap } from '../heap.ts'
import { NODES_BY_TYPE } from '../nodes-by-type.ts'
import { NOWHERE, partsOf } from './rope-parts.ts'
import { CUT_LENGTH } from './string-texts.ts'

/** Strings that V8 keeps as trees of parts, in columns by place. */
export interface RopeSizes {
  /** Ascending. */
  readonly nodes: Uint32Array
  /** Whether it is no part of another. */
  readonly isTop: Uint8Array
  /** Strings that it is joined from, counting one that is in it twice twice. */
  readonly parts: Float64Array
  /** Characters, about: V8 cuts longer names at 1,024 characters, and does not tell how long slices are. */
  readonly length: Float64Array
}

/** Of a flat string besides its characters: hidden class, hash and length. */
export const STRING_HEADER = 16

/** Counts the parts and characters of all concatenated strings. O(nodes + strings). */
export async function measureRopes(heap: CompleteHeap, task: Task): Promise<RopeSizes> {
  const { snapshot } = heap
  const { nodeCount, strings } = snapshot
  task.begin('answer', nodeCount)
  const nodes = (await NODES_BY_TYPE.of(heap, task)).of(NodeType.concatenatedString)
  const names = nodes.length === 0 ? [] : await stringsWithText(strings, ['first', 'second'], task)
  const parts = await partsOf(snapshot, nodes, names, task)
  const sizes = await sizesOf(snapshot, nodes, parts, task)
  task.end()
  return sizes
}

async function sizesOf(
  snapshot: Snapshot,
  nodes: Uint32Array,
  partNodes: Uint32Array,
  task: Task,
): Promise<RopeSizes> {
  const isTop = new Uint8Array(nodes.length).fill(1)
  const parts = new Float64Array(nodes.length)
  const length = new Float64Array(nodes.length)
  const places = new Places(nodes, snapshot.nodeCount)
  /** By part: the place of the rope that it is, or -1. */
  const ropeOf = new Int32Array(partNodes.length).fill(-1)
  await inSlices(task, partNodes.length, (from, to) => {
    for (let part = from; part < to; part++) {
      if (partNodes[part] === NOWHERE) continue
      const rope = (ropeOf[part] = places.of(partNodes[part]!))
      if (rope !== -1) isTop[rope] = 0
    }
  })
  /** 0 not met, 1 begun, 2 measured. A damaged file may hold a ring: what is begun then counts as nothing. */
  const state = new Uint8Array(nodes.length)
  const stack: number[] = []
  const measure = (top: number): void => {
    stack.push(top)
    while (stack.length > 0) {
      const rope = stack.at(-1)!
      if (state[rope] === 0) {
        state[rope] = 1
        for (let side = 0; side < 2; side++) {
          const child = ropeOf[2 * rope + side]!
          if (child !== -1 && state[child] === 0) stack.push(child)
        }
        continue
      }
      stack.pop()
      if (state[rope] === 2) continue
      state[rope] = 2
      for (let side = 0; side < 2; side++) {
        const child = ropeOf[2 * rope + side]!
        const leaf = partNodes[2 * rope + side]!
        if (child !== -1) {
          parts[rope]! += parts[child]!
          length[rope]! += length[child]!
        } else if (leaf !== NOWHERE) {
          parts[rope]!++
          length[rope]! += lengthOf(snapshot, leaf)
        }
      }
    }
  }
  await inSlices(task, nodes.length, (from, to) => {
    for (let top = from; top < to; top++) measure(top)
  })
  return { nodes, isTop, parts, length }
}

function lengthOf({ nodeName, selfSize, strings }: Snapshot, leaf: number): number {
  const written = strings.byteLength(nodeName[leaf]!)
  return written < CUT_LENGTH ? written : Math.max(written, selfSize[leaf]! - STRING_HEADER)
}
