import { EdgeType } from '../../../model/kinds.ts'
import { share, size, words } from '../../../model/words.ts'
import type { Task } from '../../../base/task.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { LOCAL_OF_DICT, localDicts } from '../../python/local-dicts.ts'
import { ownersOf } from '../owners-of.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'
import { heldValuesReader } from './held-values.ts'

const LEAST_THREADS = 2

/** Values of thread-locals, of which each thread has its own. */
export const threadLocals: Rule = {
  name: 'thread-locals',
  title: 'Thread-locals that keep much',
  about:
    'Attributes of a `threading.local` of which several threads keep a value each, for as long as the threads live.',
  family: 'cpython',
  async find(heap, task) {
    const dicts = [...localDicts(heap.snapshot)]
    if (!keepEnough(heap, dicts)) return []
    const values = await valuesByName(heap, dicts, task)
    return [...values]
      .filter(([, { threads }]) => threads >= LEAST_THREADS)
      .map(([owner, { nodes }]) => draftOf(heap, owner, nodes))
  },
}

/** Whether such dictionaries keep anything worth telling, all together. */
function keepEnough(heap: WholeHeap, dicts: readonly number[]): boolean {
  const { retainedSize } = heap.ready.graph
  const heldBy = heldValuesReader(heap, (type) => type === EdgeType.property)
  const bytes = dicts.reduce(
    (sum, dict) => heldBy(dict).reduce((of, { value }) => of + retainedSize[value]!, sum),
    0,
  )
  return isWorthTelling(bytes, heapSize(heap))
}

/** What threads keep in such dictionaries and nowhere else, by object and attribute. */
async function valuesByName(heap: WholeHeap, dicts: readonly number[], task: Task) {
  const heldBy = heldValuesReader(heap, (type) => type === EdgeType.property)
  const localOf = await LOCAL_OF_DICT.of(heap, task)
  const locals = Uint32Array.from(new Set(localOf.values())).sort()
  const owners = locals.length === 0 ? null : await ownersOf(heap, locals, task)
  const nameOf = new Map(Array.from(locals, (local, place) => [local, owners!.names[owners!.owner[place]!]!]))
  const found = new Map<string, { threads: number; nodes: number[] }>()
  for (const dict of dicts) {
    const local = localOf.get(dict)
    for (const { name, value } of heldBy(dict)) {
      const key = `${local === undefined ? 'threading.local()' : nameOf.get(local)}.${name}`
      const known = found.get(key) ?? { threads: 0, nodes: [] }
      known.threads++
      known.nodes.push(value)
      found.set(key, known)
    }
  }
  return found
}

function draftOf(heap: WholeHeap, owner: string, nodes: readonly number[]): Draft {
  const values = Uint32Array.from(nodes).sort()
  const bytes = retainedSum(heap.ready.graph, values)
  return {
    title: words`${nodes.length} threads keep a value each in ${ownerWords(owner)}, ${size(bytes)}`,
    facts: words`Such a value lives until its thread ends, and threads of a pool live as long as that. Together they are ${share(bytes, heapSize(heap))} of the heap.`,
    cure: words`Take the value away where the thread's piece of work ends (${`del ${owner}`}), share one among all threads where it is only read, or let fewer threads do the work.`,
    confidence: {
      level: 'possible',
      reason: words`the capture does not tell whether the threads still need their values`,
    },
    owner,
    subject: 'threading.local',
    object: nodes[0]!,
    nodes: values,
    retained: bytes,
    saving: { bytes, estimate: true, method: words`all that these values alone keep` },
    claims: { node: values, bytes: null },
    fault: 'leak',
  }
}
