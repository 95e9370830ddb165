import type { Task } from '../../../base/task.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { findBufferPools, findLargeBuffers, type ViewedBuffer } from '../../viewed-buffers.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { byOwner, type OwnedGroup } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'

/** A buffer that more views share is well used, as far as a capture tells. */
const MOST_VIEWS = 4
/** Fewer buffers are what a program leaves behind by chance. */
const LEAST_BUFFERS = 10

/** Buffers of which only small parts are needed, or may be. */
export const smallViews: Rule = {
  name: 'small-views',
  title: 'Small views that keep whole buffers alive',
  about:
    'A view keeps all the bytes of its buffer alive, however few it shows: `subarray`, `slice` of a Buffer and `new Uint8Array(buffer, offset, length)` copy nothing. Node cuts small Buffers from pools, by default of 8 KiB, so that a few bytes each may keep thousands of pools. Of other buffers, which a single owner’s views alone keep, a capture does not tell how much the views show.',
  family: 'v8',
  async find(heap, task) {
    const pools = await findBufferPools(heap, task)
    const isPool = new Set(pools.map(({ buffer }) => buffer))
    const others = (await findLargeBuffers(heap, task)).filter(({ buffer }) => !isPool.has(buffer))
    return [
      ...(await draftsOf(heap, pools, poolWords, task)),
      ...(await draftsOf(heap, others, bufferWords, task)),
    ]
  },
}

/** What is said of the buffers that one owner's views keep. */
type Say = (
  heap: WholeHeap,
  owner: string,
  views: Uint32Array,
  sizes: Float64Array,
) => Pick<Draft, 'title' | 'facts' | 'cure' | 'confidence' | 'subject'>

async function draftsOf(
  heap: WholeHeap,
  buffers: readonly ViewedBuffer[],
  say: Say,
  task: Task,
): Promise<Draft[]> {
  const few = buffers.filter(({ views }) => views.length > 0 && views.length <= MOST_VIEWS)
  if (few.length < LEAST_BUFFERS) return []
  const byView = new Map(few.map((buffer) => [buffer.views[0]!, buffer]))
  const groups = await byOwner(heap, Uint32Array.from(byView.keys()).sort(), task)
  return groups
    .filter(({ nodes }) => nodes.length >= LEAST_BUFFERS)
    .map((group) => draftOf(heap, group, byView, say))
}

function draftOf(
  heap: WholeHeap,
  { owner, nodes }: OwnedGroup,
  byView: ReadonlyMap<number, ViewedBuffer>,
  say: Say,
): Draft {
  const buffers = Array.from(nodes, (node) => byView.get(node)!)
  const views = Uint32Array.from(buffers.flatMap((buffer) => buffer.views)).sort()
  const stores = Uint32Array.from(buffers, ({ store }) => store).sort()
  const sizes = Float64Array.from(stores, (node) => heap.shallowSize[node]!)
  const bytes = sizes.reduce((sum, one) => sum + one, 0)
  return {
    ...say(heap, owner, views, sizes),
    owner,
    object: views[0]!,
    nodes: views,
    retained: bytes,
    saving: {
      bytes,
      estimate: true,
      method: words`the whole buffers: the bytes that the views need are to be taken off`,
    },
    claims: { node: stores, bytes: sizes },
    fault: 'waste',
  }
}

const poolWords: Say = (heap, owner, views, sizes) => {
  const bytes = sizes.reduce((sum, one) => sum + one, 0)
  return {
    title: words`${ownerWords(owner)} holds ${views.length} small Buffers that keep ${sizes.length} pools alive, ${size(bytes)}`,
    facts: words`Node cut them from pools of ${size(sizes[0]!)}, of which no more than ${plain(`${MOST_VIEWS}`)} Buffers each are left: ${share(bytes, heapSize(heap))} of the heap.`,
    cure: words`Copy the bytes that are kept, so that they have memory of their own: ${'new Uint8Array(view)'}, or ${'Buffer.allocUnsafeSlow(n)'} and ${'view.copy(…)'}. ${'Buffer.from(view)'} cuts from a pool again.`,
    confidence: {
      level: 'likely',
      reason: words`a capture does not tell how long Buffers are, but those from a pool have half of it at most`,
    },
    subject: 'Buffer',
  }
}

const bufferWords: Say = (heap, owner, views, sizes) => {
  const bytes = sizes.reduce((sum, one) => sum + one, 0)
  const className = heap.table.classes[heap.table.classOf[views[0]!]!]!.name
  return {
    title: words`${ownerWords(owner)} holds ${views.length} ${className} views that alone keep ${sizes.length} buffers alive, ${size(bytes)}`,
    facts: words`The buffers have ${size(bytes / sizes.length)} each on average, ${share(bytes, heapSize(heap))} of the heap together. A view that shows only a small part of its buffer keeps the rest of it for nothing.`,
    cure: words`See whether ${'view.byteLength'} is much less than ${'view.buffer.byteLength'}. If so, copy the bytes that are kept: ${'new Uint8Array(view)'}. If not, all is as it should be.`,
    confidence: {
      level: 'possible',
      reason: words`a capture tells how large a buffer is, not how much of it a view shows`,
    },
    subject: className,
  }
}
