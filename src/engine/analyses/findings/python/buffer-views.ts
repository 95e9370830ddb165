import type { Task } from '../../../base/task.ts'
import { PythonFlag } from '../../../model/python-heap.ts'
import { plain, share, size, type Words, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { byOwnerAndKind } from '../by-owner-and-kind.ts'
import { ownerWords } from '../owner-words.ts'
import type { Claims, Draft, Rule } from '../rule.ts'
import { hasFlag, nameOfNode } from './class-facts.ts'
import { frameAbove } from './frame-above.ts'
import { findViewedMemory, type ViewedMemory } from './viewed-memory.ts'

/** Of a base, views show no more than this part of it. */
const MOST_SHOWN = 0.5

/** Bytes and arrays of which only small parts are needed, and which views keep alive as a whole. */
export const bufferViews: Rule = {
  name: 'buffer-views',
  title: 'Small views that keep large buffers',
  about:
    'A slice of a NumPy array, a column or some rows of a pandas frame and a `memoryview` copy nothing: each keeps the whole array, block or buffer alive, however little of it is shown. Told are those that nothing but views keeps alive, and of which these show half or less; a copy of that part lets go of the rest.',
  family: 'cpython',
  async find(heap, task) {
    const viewed = await findViewedMemory(heap, task)
    const wasted = viewed.filter(
      ({ base, views, shown }) => views.length > 0 && shown <= MOST_SHOWN * heap.shallowSize[base]!,
    )
    return groupsOf(heap, wasted, task)
  },
}

/** What is held alike, each base by the first of its views; what pandas has by its frame. */
async function groupsOf(heap: WholeHeap, viewed: readonly ViewedMemory[], task: Task): Promise<Draft[]> {
  const byHolder = new Map<number, ViewedMemory[]>()
  for (const one of viewed) {
    const holder = frameAbove(heap, one.views[0]!)
    const known = byHolder.get(holder)
    if (known) known.push(one)
    else byHolder.set(holder, [one])
  }
  const holders = Uint32Array.from(byHolder.keys()).sort()
  const classOf = (place: number) => heap.table.classOf[holders[place]!]!
  const groups = await byOwnerAndKind(heap, holders, classOf, task)
  return groups.map(({ owner, nodes }) =>
    draftOf(
      heap,
      owner,
      nodes[0]!,
      Array.from(nodes).flatMap((node) => byHolder.get(node)!),
    ),
  )
}

function draftOf(heap: WholeHeap, owner: string, holder: number, viewed: readonly ViewedMemory[]): Draft {
  const { shallowSize, ready } = heap
  const views = Uint32Array.from(viewed.flatMap((one) => one.views)).sort()
  const bases = viewed.map(({ base }) => base)
  const between = viewed.flatMap((one) => one.between)
  const shown = viewed.reduce((sum, one) => sum + one.shown, 0)
  const kept = retainedSum(ready.graph, bases)
  const claims = claimsOf(heap, viewed)
  const largest = viewed.reduce((a, b) => (shallowSize[b.base]! > shallowSize[a.base]! ? b : a))
  const isFrame = holder !== viewed[0]!.views[0]!
  const isOne = viewed.length === 1
  return {
    title: words`${ownerWords(owner)} holds ${viewWords(heap, views, isFrame ? holder : null)} ${baseWords(heap, bases)} alive, ${size(kept)}, to show ${size(shown)} of ${plain(isOne ? 'it' : 'them')}`,
    facts: words`Nothing else refers to ${plain(isOne ? 'this buffer' : 'these buffers')}, and a view keeps the whole of one. ${plain(isOne ? 'It' : 'The largest')}${formOf(heap, largest.base)} has ${size(shallowSize[largest.base]!)}, of which ${size(largest.shown)} are shown. ${plain(isOne ? 'It takes' : 'Together they take')} ${share(kept, heapSize(heap))} of the heap.`,
    cure: cureOf(heap, views[0]!, isFrame),
    confidence: {
      level: 'likely',
      reason: words`the capture tells what each view shows and that nothing else keeps the rest; whether the views go soon it does not tell`,
    },
    owner,
    subject: classNameOf(heap, holder),
    object: holder,
    nodes: views,
    retained: kept + between.reduce((sum, node) => sum + shallowSize[node]!, 0),
    saving: {
      bytes: claims.bytes!.reduce((sum, one) => sum + one, 0),
      estimate: true,
      method: words`all that is kept, less the bytes that the views show`,
    },
    claims,
    fault: 'waste',
  }
}

/** Of each base and of the objects that it alone holds the part that is not shown, and all that stands between. */
function claimsOf({ ready, shallowSize }: WholeHeap, viewed: readonly ViewedMemory[]): Claims {
  const { dominated } = ready.graph
  const node: number[] = []
  const bytes: number[] = []
  const claim = (one: number, part: number): void => {
    node.push(one)
    bytes.push(part * shallowSize[one]!)
  }
  for (const { base, between, shown } of viewed) {
    const unused = 1 - shown / shallowSize[base]!
    claim(base, unused)
    for (const one of between) claim(one, 1)
    for (let i = dominated.first[base]!; i < dominated.first[base + 1]!; i++)
      claim(dominated.node[i]!, unused)
  }
  return { node: Uint32Array.from(node), bytes: Float64Array.from(bytes) }
}

function classNameOf({ table }: WholeHeap, node: number): string {
  return table.classes[table.classOf[node]!]!.name
}

/** @param frame what they are of, if that is a frame or series of pandas */
function viewWords(heap: WholeHeap, views: Uint32Array, frame: number | null): Words {
  const name = classNameOf(heap, views[0]!)
  const verb = plain(views.length === 1 ? 'keeps' : 'keep')
  const what = plain(
    name === 'memoryview' ? `object${views.length === 1 ? '' : 's'}` : `view${views.length === 1 ? '' : 's'}`,
  )
  const where = frame === null ? [] : words` in ${classNameOf(heap, frame)}`
  return words`${views.length} ${name} ${what}${where} that ${verb}`
}

function baseWords(heap: WholeHeap, bases: readonly number[]): Words {
  return words`${bases.length} whole ${plain(bases.length === 1 ? 'buffer' : 'buffers')} (${classNameOf(heap, bases[0]!)})`
}

/** The shape of an array; nothing of what would show values. */
function formOf({ snapshot }: WholeHeap, base: number): Words {
  const form = nameOfNode(snapshot, base)
  return form === '' || hasFlag(snapshot, base, PythonFlag.value) ? [] : words`, ${form},`
}

function cureOf(heap: WholeHeap, view: number, isFrame: boolean): Words {
  if (isFrame)
    return words`Copy what is kept, so that it has memory of its own: ${'frame["column"].copy()'}, ${'frame.iloc[:10].copy()'}. Or read only these columns: ${'usecols='}.`
  if (classNameOf(heap, view) === 'memoryview')
    return words`Copy what is kept, so that it has memory of its own: ${'bytes(view)'}.`
  return words`Copy what is kept, so that it has memory of its own: ${'array[:10].copy()'}.`
}
