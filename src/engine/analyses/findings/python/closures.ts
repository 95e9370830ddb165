import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { nodesOfType } from '../../python/class-traits.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'
import { byOwnerAndKind } from '../by-owner-and-kind.ts'
import { nameOfNode } from './class-facts.ts'
import { heldValuesReader } from './held-values.ts'

/** Fewer callbacks are no crowd that somebody forgot. */
const LEAST_CALLBACKS = 20
/** What a callback keeps is large from here on. Bytes. */
const LEAST_BYTES = 256

/** Callbacks in containers that keep large objects alive. */
export const closures: Rule = {
  name: 'closures',
  title: 'Callbacks that keep large objects',
  about:
    'Functions, bound methods and partials in a list, dictionary or set that alone keep the value of a variable, an argument or the object they are bound to.',
  family: 'cpython',
  async find(heap, task) {
    const kept = worthTelling(heap, await keptByFunctions(heap, task))
    const nodes = Uint32Array.from(kept, ({ node }) => node)
    const kindOf = new Map<string, number>()
    const kinds = kept.map(({ text }) => {
      const kind = kindOf.get(text) ?? kindOf.size
      kindOf.set(text, kind)
      return kind
    })
    const keptBy = new Map(kept.map((one) => [one.node, one]))
    const groups = await byOwnerAndKind(heap, nodes, (place) => kinds[place]!, task)
    return groups
      .filter(({ owner, nodes: callbacks }) => owner.endsWith('[…]') && callbacks.length >= LEAST_CALLBACKS)
      .map(({ owner, nodes: callbacks }) =>
        draftOf(
          heap,
          owner,
          Array.from(callbacks, (node) => keptBy.get(node)!),
        ),
      )
  },
}

/** Those of which there are many alike that keep enough together. */
function worthTelling(heap: WholeHeap, kept: readonly Kept[]): Kept[] {
  const { retainedSize } = heap.ready.graph
  const sums = new Map<string, { count: number; bytes: number }>()
  for (const { text, value } of kept) {
    const sum = sums.get(text) ?? { count: 0, bytes: 0 }
    sum.count++
    sum.bytes += retainedSize[value]!
    sums.set(text, sum)
  }
  const total = heapSize(heap)
  return kept.filter(({ text }) => {
    const { count, bytes } = sums.get(text)!
    return count >= LEAST_CALLBACKS && isWorthTelling(bytes, total)
  })
}

interface Kept {
  readonly node: number
  /** The function with the variable that keeps most. */
  readonly text: string
  readonly functionName: string
  readonly variable: string
  readonly value: number
}

/** What functions keep most by one variable, where it is worth telling. O(nodes + references of functions). */
async function keptByFunctions(heap: WholeHeap, task: Task): Promise<Kept[]> {
  const { snapshot, ready } = heap
  const { retainedSize } = ready.graph
  const heldBy = heldValuesReader(heap, (type, name) => type === EdgeType.context || BOUND.has(name))
  const found: Kept[] = []
  task.begin('answer', snapshot.nodeCount)
  const functions = await nodesOfType(heap, NodeType.closure, task)
  await inSlices(task, functions.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = functions[i]!
      if (retainedSize[node]! < LEAST_BYTES) continue
      const held = heldBy(node)
      if (held.length === 0) continue
      const most = held.reduce((a, b) => (retainedSize[b.value]! > retainedSize[a.value]! ? b : a))
      if (retainedSize[most.value]! < LEAST_BYTES) continue
      const functionName = nameOfNode(snapshot, node).replace(/ \([^]*$/, '')
      const variable = BOUND.get(most.name) ?? most.name
      found.push({ node, text: `${functionName}\n${variable}`, functionName, variable, value: most.value })
    }
  })
  task.end()
  return found
}

/** What bound methods and partials keep, and what a program calls it. */
const BOUND: ReadonlyMap<string, string> = new Map([
  ['__self__', 'self'],
  ['args', 'args'],
  ['keywords', 'keywords'],
])

function draftOf(heap: WholeHeap, owner: string, kept: readonly Kept[]): Draft {
  const { functionName, variable } = kept[0]!
  const values = Uint32Array.from(kept, ({ value }) => value)
  const bytes = retainedSum(heap.ready.graph, values)
  const isMethod = variable === 'self'
  const what = functionName === '' ? words`functions` : words`${functionName} functions`
  return {
    title: words`${ownerWords(owner)} holds ${kept.length} ${what} whose ${variable} keeps ${size(bytes)} alive`,
    facts: words`Nothing else refers to these values any more: they live as long as the callbacks are registered. They are ${share(bytes, heapSize(heap))} of the heap.`,
    cure: isMethod
      ? words`Take the callback out when the object it is bound to is done with, or hold it in a ${'weakref.WeakMethod'}.`
      : words`Take the callback out when it is done with, or let it keep only what it needs of ${variable}: read that into a variable of its own before the function is made.`,
    confidence: {
      level: 'possible',
      reason: words`the capture does not tell whether the callbacks are still needed${plain(isMethod ? '' : ', nor how much of the value they use')}`,
    },
    owner,
    subject: `${functionName}.${variable}`,
    object: kept[0]!.node,
    nodes: Uint32Array.from(kept, ({ node }) => node),
    retained: bytes,
    saving: {
      bytes,
      estimate: true,
      method: words`all that these values alone keep: what the callbacks need of them is to be taken off`,
    },
    claims: { node: values, bytes: null },
    fault: 'leak',
  }
}
