import type { BitSet } from '../../../base/bit-set.ts'
import { sumOver } from '../../retained-of-set.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { KEPT } from '../../keeping-fields.ts'
import type { KeptGroups } from '../../kept/kept-groups.ts'
import type { Draft, Rule } from '../rule.ts'

const OWNER = 'DevTools console'

/** Objects that live on because they were logged. */
export const consoleKept: Rule = {
  name: 'console-kept',
  title: 'Objects that only the console keeps',
  about:
    'Objects that were logged or looked at in the console, and that nothing but the console keeps alive.',
  family: 'v8',
  async find(heap, task) {
    const found = await KEPT.console.of(heap, task)
    return found.held.nodes.length === 0 ? [] : [draftOf(heap, found)]
  },
}

function membersOf(set: BitSet): Uint32Array {
  const members: number[] = []
  set.forEach((node) => members.push(node))
  return Uint32Array.from(members)
}

/** One finding for all: the console is cleared as a whole. */
function draftOf(heap: WholeHeap, { held, kept, retainedSize, largest }: KeptGroups): Draft {
  const logged = Uint32Array.from(held.nodes).sort()
  const all = membersOf(kept)
  const { bytes } = sumOver(heap.ready.graph, all)
  const most = retainedSize.reduce(
    (best, retained, group) => (retained > retainedSize[best]! ? group : best),
    0,
  )
  const { name } = held.groups[most]!
  const total = heapSize(heap)
  return {
    title: words`The console alone keeps ${held.nodes.length} logged ${plain(held.nodes.length === 1 ? 'object' : 'objects')} alive, ${size(bytes)}`,
    facts: words`Most of it are ${held.count[most]!} of ${name}. Nothing of the program leads to what they keep, ${share(bytes, total)} of the heap.`,
    cure: words`Log texts and numbers in place of objects, take ${'console.log'} out of what runs often, or call ${'console.clear()'}. To measure the program without it, clear the console and take the capture again.`,
    confidence: {
      level: 'sure',
      reason: words`V8 names these references as those of the console, and no other way leads there`,
    },
    owner: OWNER,
    subject: OWNER,
    object: largest[most]!,
    nodes: logged,
    retained: bytes,
    saving: {
      bytes,
      estimate: false,
      method: words`the shallow sizes of all that no way leads to but through the console`,
    },
    claims: { node: all, bytes: Float64Array.from(all, (node) => heap.shallowSize[node]!) },
    fault: 'leak',
  }
}
