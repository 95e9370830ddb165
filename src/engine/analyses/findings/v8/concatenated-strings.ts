import { placeOf } from '../../../base/place-of.ts'
import { dominatedBy } from '../../../graph/common-dominator.ts'
import { mapInTurns } from '../../../graph/in-slices.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { measureRopes, type RopeSizes, STRING_HEADER } from '../../strings/rope-sizes.ts'
import { byOwner, type OwnedGroup } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Claims, Draft, Rule } from '../rule.ts'

/** Of fewer parts there is not much to save. */
const LEAST_PARTS = 10

/** Texts that are kept as the parts they were joined from. */
export const concatenatedStrings: Rule = {
  name: 'concatenated-strings',
  title: 'Texts kept in small parts',
  about:
    'A text that was made with + is a tree of its parts until it is read as a whole: each part takes some 50 bytes besides its characters.',
  family: 'v8',
  async find(heap, task) {
    const ropes = await measureRopes(heap, task)
    const wasteful = ropes.nodes.filter(
      (_, place) =>
        ropes.isTop[place] === 1 && ropes.parts[place]! >= LEAST_PARTS && spare(heap, ropes, place) > 0,
    )
    const groups = await byOwner(heap, wasteful, task)
    return mapInTurns(task, groups, (group) => draftOf(heap, ropes, group))
  },
}

/** What a flat string of the same text would save. */
function spare({ ready }: WholeHeap, { nodes, length }: RopeSizes, place: number): number {
  return ready.graph.retainedSize[nodes[place]!]! - STRING_HEADER - length[place]!
}

function draftOf(heap: WholeHeap, ropes: RopeSizes, { owner, nodes }: OwnedGroup): Draft {
  const { retainedSize } = heap.ready.graph
  const total = heapSize(heap)
  let [bytes, retained, parts, length] = [0, 0, 0, 0]
  for (const node of nodes) {
    const place = placeOf(ropes.nodes, node)
    bytes += spare(heap, ropes, place)
    retained += retainedSize[node]!
    parts += ropes.parts[place]!
    length += ropes.length[place]!
  }
  const texts = nodes.length
  return {
    title: words`${ownerWords(owner)} holds ${texts} ${plain(texts === 1 ? 'text' : 'texts')} in ${parts} parts, ${size(bytes)} more than the ${plain(texts === 1 ? 'text takes' : 'texts take')}`,
    facts: words`They have about ${length} characters and take ${size(retained)}, ${share(retained, total)} of the heap, since nothing has read them as a whole yet.`,
    cure: words`Collect the parts in an array and join them at the end: ${"parts.join('')"}. Or make a flat copy of what is kept: ${'Buffer.from(text).toString()'} in Node.`,
    confidence: { level: 'sure', reason: words`the capture has each part as an object of its own` },
    owner,
    subject: 'concatenated string',
    object: nodes[0]!,
    nodes,
    retained,
    saving: {
      bytes,
      estimate: true,
      method: words`what the texts with their parts alone take, less one byte a character`,
    },
    claims: claimsOf(heap, nodes, bytes / retained),
    fault: 'waste',
  }
}

/** Of all that these texts keep, the same part of each. */
function claimsOf({ ready }: WholeHeap, texts: Uint32Array, part: number): Claims {
  const { shallowSize } = ready.graph
  const node = dominatedBy(ready.graph, texts)!.slice()
  return { node, bytes: Float64Array.from(node, (one) => part * shallowSize[one]!) }
}
