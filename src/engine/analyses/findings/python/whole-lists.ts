import type { Task } from '../../../base/task.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { NODES_BY_CLASS } from '../../nodes-by-class.ts'
import { itemsOf } from '../../python/items-of.ts'
import { rootChild } from '../../python/root-children.ts'
import { textTest } from '../../../graph/text-test.ts'
import { heldItems } from '../held-items.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { nameOfNode } from './class-facts.ts'
import { valuesReader } from './held-values.ts'

const LEAST_ITEMS = 1000
/** Of the items, at least so many are held by the list alone. */
const LEAST_OWN = 0.5
/** Items that are looked at to tell whether they are lines of a file. */
const LOOKED_AT = 100
/** A capture cuts longer texts. */
const LONGEST_TEXT = 120
/** Suspended functions, and frames that something keeps. */
const SUSPENDED = new Set(['generator', 'coroutine', 'async_generator', 'frame'])

/** Long lists in variables of functions that are running or suspended. */
export const wholeLists: Rule = {
  name: 'whole-lists',
  title: 'Whole list where one item at a time would do',
  about:
    'A list of thousands of items that only a variable of a running function or a suspended generator holds.',
  family: 'cpython',
  async find(heap, task) {
    const frames = await framesOf(heap, task)
    const { collections, owners } = await COLLECTIONS.of(heap, task)
    const valuesOf = valuesReader(heap, (type) => type === EdgeType.property)
    const isList = textTest(heap.snapshot.strings, new Set(['list', 'tuple']))
    const { className, length } = heap.snapshot.python!
    const isFrame = new Set(frames)
    const lists = new Set<number>()
    for (const frame of frames) {
      for (const { value } of valuesOf(frame)) {
        const isLong = isList(className[value]!) && length[value]! >= LEAST_ITEMS
        if (isLong && isHeldByFrames(heap, value, isFrame)) lists.add(value)
      }
    }
    return [...lists].flatMap((list) => {
      const owner = owners.names[owners.owner[collections.members.of(list)]!]!
      return draftOf(heap, owner, list) ?? []
    })
  },
}

/** Frames of threads, and what holds suspended ones. O(them), once nodes are known by class. */
async function framesOf(heap: WholeHeap, task: Task): Promise<number[]> {
  const { snapshot } = heap
  const { nodeType } = snapshot
  const found: number[] = []
  const below = (node: number) =>
    itemsOf(snapshot, node).filter((child) => nodeType[child] === NodeType.synthetic)
  const threads = rootChild(snapshot, '(threads)')
  if (threads !== null) for (const thread of below(threads)) found.push(...below(thread))
  const byClass = await NODES_BY_CLASS.of(heap, task)
  for (const node of byClass.among(({ name }) => SUSPENDED.has(name))) found.push(node)
  return found
}

/** Whether nothing but frames and what goes through the list refers to it. O(references to it). */
function isHeldByFrames({ ready, table }: WholeHeap, list: number, frames: ReadonlySet<number>): boolean {
  const { first, source } = ready.retainers
  for (let i = first[list]!; i < first[list + 1]!; i++) {
    const holder = source[i]! >>> 1
    if (frames.has(holder) || (source[i]! & 1) === 0) continue
    if (!ITERATOR.test(table.classes[table.classOf[holder]!]!.name)) return false
  }
  return true
}

const ITERATOR = /(?:_iterator|^(?:enumerate|zip|map|filter|reversed))$/

function draftOf(heap: WholeHeap, owner: string, list: number): Draft | null {
  const { snapshot, ready } = heap
  const { retainedSize } = ready.graph
  const items = heldItems(heap, [list])
  const count = snapshot.python!.length[list]!
  if (!items.mostly || items.nodes.length < LEAST_OWN * count) return null
  const bytes = retainedSize[list]!
  const areLines = doEndLines(heap, items.nodes)
  return {
    title: words`${ownerWords(owner)} is a list of ${count} items, mostly ${items.mostly.className}, ${size(bytes)}, that only a function's variable holds`,
    facts: words`Whoever goes through it needs one item at a time. It is ${share(bytes, heapSize(heap))} of the heap for as long as the function runs.`,
    cure: areLines
      ? words`Go through the file itself, ${'for line in file:'}, in place of ${'readlines()'}.`
      : words`Make the items where they are used: ${'(… for …)'} in place of ${'[… for …]'}, or ${'yield'} each from a function.`,
    confidence: areLines
      ? { level: 'likely', reason: words`its items end as lines of a file do` }
      : { level: 'possible', reason: words`the function may need all items at once, as for sorting` },
    owner,
    subject: items.mostly.className,
    object: list,
    nodes: items.nodes,
    retained: bytes,
    saving: { bytes, estimate: true, method: words`the list with all that it alone keeps, but for one item` },
    claims: { node: Uint32Array.of(list), bytes: null },
    fault: 'waste',
  }
}

/** Whether all of the first texts end with a line feed, as far as the capture has their ends. */
function doEndLines({ snapshot, table }: WholeHeap, items: Uint32Array): boolean {
  const { length } = snapshot.python!
  let lines = 0
  for (const item of items.subarray(0, LOOKED_AT)) {
    const name = table.classes[table.classOf[item]!]!.name
    if (name !== 'str') return false
    if (length[item]! > LONGEST_TEXT) continue
    if (!nameOfNode(snapshot, item).endsWith('\n')) return false
    lines++
  }
  return lines > 0
}
