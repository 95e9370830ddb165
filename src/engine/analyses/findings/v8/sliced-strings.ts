import { BitSet } from '../../../base/bit-set.ts'
import type { Task } from '../../../base/task.ts'
import { FirstEdges, NO_EDGE } from '../../../graph/first-edges.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { stringsWithText } from '../../../graph/same-text.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { NODES_BY_TYPE } from '../../nodes-by-type.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { byOwner, type OwnedGroup } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'

/** Bytes of the whole text for each of its slices: with less, they may well make up the text. */
const LEAST_PER_SLICE = 2048

/** Slices of texts that nothing else needs. */
export const slicedStrings: Rule = {
  name: 'sliced-strings',
  title: 'Slices that keep a long text alive',
  about:
    'V8 makes the result of slice, substring, split and match a reference into the text it was cut from, from 13 characters on. Where only a few slices hold a long text, all of it is kept for them.',
  family: 'v8',
  async find(heap, task) {
    const parents = await slicedParents(heap, task)
    if (parents.size === 0) return []
    const firstSlices = Uint32Array.from(parents.keys()).sort()
    const groups = await byOwner(heap, firstSlices, task)
    return groups.map((group) => draftOf(heap, group, parents))
  },
}

/** A text that only slices of it hold. */
interface Parent {
  readonly node: number
  /** Its slices, ascending. */
  readonly slices: number[]
}

/** Texts that are long for the number of their slices, and held by nothing else; by their first slice. */
async function slicedParents(heap: WholeHeap, task: Task): Promise<Map<number, Parent>> {
  const { nodeCount, strings } = heap.snapshot
  task.begin('answer', nodeCount)
  const all = (await NODES_BY_TYPE.of(heap, task)).of(NodeType.slicedString)
  if (all.length === 0) return new Map()
  const [names] = await stringsWithText(strings, ['parent'], task)
  const parentOf = new FirstEdges(heap.snapshot, EdgeType.internal, names!)
  const { retainedSize } = heap.ready.graph
  const met = new BitSet(nodeCount)
  const found = new Map<number, Parent>()
  await inSlices(task, all.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const parent = parentOf.target(all[i]!)
      if (parent === NO_EDGE || retainedSize[parent]! < LEAST_PER_SLICE || met.has(parent)) continue
      met.add(parent)
      const most = Math.floor(retainedSize[parent]! / LEAST_PER_SLICE)
      const slices = fewSlices(heap, parent, parentOf, most)
      if (slices) found.set(slices[0]!, { node: parent, slices })
    }
  })
  task.end()
  return found
}

/** The slices of a text, ascending; null where they are more than `most` or something else holds it too. */
function fewSlices(
  { snapshot, ready }: WholeHeap,
  parent: number,
  parentOf: FirstEdges,
  most: number,
): number[] | null {
  const { first, source } = ready.retainers
  const slices: number[] = []
  for (let i = first[parent]!; i < first[parent + 1]!; i++) {
    const keeps = (source[i]! & 1) === 1
    const holder = source[i]! >>> 1
    const isSlice = snapshot.nodeType[holder] === NodeType.slicedString
    if (keeps && !isSlice) return null
    if (!isSlice || slices.at(-1) === holder || parentOf.target(holder) !== parent) continue
    if (slices.push(holder) > most) return null
  }
  return slices
}

function draftOf(heap: WholeHeap, { owner, nodes }: OwnedGroup, parents: ReadonlyMap<number, Parent>): Draft {
  const total = heapSize(heap)
  const held = Array.from(nodes, (node) => parents.get(node)!)
  const slices = Uint32Array.from(held.flatMap((parent) => parent.slices)).sort()
  const texts = Uint32Array.from(held, ({ node }) => node).sort()
  const bytes = retainedSum(heap.ready.graph, texts)
  const one = slices.length === 1
  return {
    title: words`${ownerWords(owner)} holds ${slices.length} ${plain(one ? 'slice' : 'slices')} that ${plain(one ? 'keeps' : 'keep')} ${size(bytes)} of longer texts alive`,
    facts: words`They were cut from ${texts.length} ${plain(texts.length === 1 ? 'text' : 'texts')} of ${size(bytes / texts.length)} on average, which nothing else holds: ${share(bytes, total)} of the heap.`,
    cure: words`Copy what is cut out before it is kept, so that it shares nothing with the whole: ${'Buffer.from(slice).toString()'} in Node, ${'JSON.parse(JSON.stringify(slice))'} anywhere.`,
    confidence: {
      level: 'likely',
      reason: words`a capture does not tell how long slices are, but so few seldom make up such texts`,
    },
    owner,
    subject: 'sliced string',
    object: slices[0]!,
    nodes: slices,
    retained: bytes,
    saving: {
      bytes,
      estimate: true,
      method: words`the whole texts: copies of the slices, of about their own size where they are short, are to be taken off`,
    },
    claims: { node: texts, bytes: null },
    fault: 'leak',
  }
}
