import { plain, share, size, words } from '../../../model/words.ts'
import { type BufferPool, findBufferPools } from '../../buffer-pools.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { byOwner, type OwnedGroup } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'

/** A pool that more Buffers share is well used, as far as a capture tells. */
const MOST_VIEWS = 4
/** Fewer pools are what a program leaves behind by chance. */
const LEAST_POOLS = 10

/** Pools of Node's Buffers of which only small parts are needed. */
export const smallViews: Rule = {
  name: 'small-views',
  title: 'Small Buffers that keep whole pools alive',
  about:
    'Node cuts small Buffers from pools, by default of 8 KiB. A pool lives on while a single one of its Buffers does, so that a few bytes each may keep thousands of pools.',
  family: 'v8',
  async find(heap, task) {
    const pools = (await findBufferPools(heap, task)).filter(
      ({ views }) => views.length > 0 && views.length <= MOST_VIEWS,
    )
    if (pools.length < LEAST_POOLS) return []
    const byView = new Map(pools.map((pool) => [pool.views[0]!, pool]))
    const groups = await byOwner(heap, Uint32Array.from(byView.keys()).sort(), task)
    return groups
      .filter(({ nodes }) => nodes.length >= LEAST_POOLS)
      .map((group) => draftOf(heap, group, byView))
  },
}

function draftOf(
  heap: WholeHeap,
  { owner, nodes }: OwnedGroup,
  byView: ReadonlyMap<number, BufferPool>,
): Draft {
  const total = heapSize(heap)
  const pools = Array.from(nodes, (node) => byView.get(node)!)
  const views = Uint32Array.from(pools.flatMap((pool) => pool.views)).sort()
  const stores = Uint32Array.from(pools, ({ store }) => store).sort()
  const sizes = Float64Array.from(stores, (node) => heap.shallowSize[node]!)
  const bytes = sizes.reduce((sum, one) => sum + one, 0)
  return {
    title: words`${ownerWords(owner)} holds ${views.length} small Buffers that keep ${pools.length} pools alive, ${size(bytes)}`,
    facts: words`Node cut them from pools of ${size(sizes[0]!)}, of which no more than ${plain(`${MOST_VIEWS}`)} Buffers each are left: ${share(bytes, total)} of the heap.`,
    cure: words`Copy the bytes that are kept, so that they have memory of their own: ${'new Uint8Array(view)'}, or ${'Buffer.allocUnsafeSlow(n)'} and ${'view.copy(…)'}. ${'Buffer.from(view)'} cuts from a pool again.`,
    confidence: {
      level: 'likely',
      reason: words`a capture does not tell how long Buffers are, but those from a pool have half of it at most`,
    },
    owner,
    subject: 'Buffer',
    object: views[0]!,
    nodes: views,
    retained: bytes,
    saving: {
      bytes,
      estimate: true,
      method: words`the whole pools: the bytes that the Buffers need are to be taken off`,
    },
    claims: { node: stores, bytes: sizes },
    fault: 'waste',
  }
}
