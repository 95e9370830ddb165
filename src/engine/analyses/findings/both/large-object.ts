import type { Task } from '../../../base/task.ts'
import { topsOf } from '../../../graph/tops.ts'
import { NodeType } from '../../../model/kinds.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { heldItems } from '../held-items.ts'
import { LONG_LIVED, roleOf } from '../node-roles.ts'
import { ownersOf } from '../owners-of.ts'
import { ownerWords } from '../owner-words.ts'
import { type Draft, NO_CLAIMS, type Rule } from '../rule.ts'

/** Of the heap; what keeps less is no suspect. */
const LEAST_SHARE = 0.1
/** The memory gathers further down where one child has this part of what its parent keeps. */
const GOES_ON = 0.7
/** Nodes between two looks at the clock. */
const SLICE = 1 << 12

/** Objects, no collections, at which the memory gathers: Eclipse Memory Analyzer's suspects. */
export const largeObject: Rule = {
  name: 'large-object',
  title: 'Object that keeps much of the heap',
  about:
    'An object that alone keeps a tenth of the heap or more, and from which the memory spreads out, so that no single thing below it has seven tenths of that.',
  family: null,
  async find(heap, task) {
    // Roles stand on them.
    await COLLECTIONS.of(heap, task)
    const nodes = await accumulationPoints(heap, task)
    const { owner, names } = await ownersOf(heap, nodes, task)
    const groups = new Map<string, { owner: string; nodes: number[] }>()
    nodes.forEach((node, place) => {
      const held = names[owner[place]!]!
      const key = `${held}\n${heap.table.classOf[node]!}\n${closureOver(heap, node) ?? ''}`
      const group = groups.get(key) ?? { owner: held, nodes: [] }
      group.nodes.push(node)
      groups.set(key, group)
    })
    return [...groups.values()].map((group) => draftOf(heap, group.nodes, group.owner))
  },
}

/** Down the dominator tree from the root, as long as what is below is large enough. Ascending. */
async function accumulationPoints(heap: WholeHeap, task: Task): Promise<Uint32Array> {
  const { snapshot, ready } = heap
  const { dominated, retainedSize } = ready.graph
  const least = LEAST_SHARE * heapSize(heap)
  const found: number[] = []
  const stack = [snapshot.root]
  let looked = 0
  task.begin('answer', snapshot.nodeCount)
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    let largest = 0
    for (let i = dominated.first[node]!; i < dominated.first[node + 1]!; i++) {
      const child = dominated.node[i]!
      if (retainedSize[child]! < least) continue
      stack.push(child)
      largest = Math.max(largest, retainedSize[child]!)
    }
    if (largest < GOES_ON * retainedSize[node]! && isSuspect(heap, node)) found.push(node)
    const wait = ++looked % SLICE === 0 ? task.tick(looked) : null
    if (wait) await wait
  }
  task.end()
  return Uint32Array.from(found).sort()
}

/** An object of the program, no collection, no global, and nothing that merely names other things. */
function isSuspect(heap: WholeHeap, node: number): boolean {
  const type = heap.snapshot.nodeType[node]!
  const isObject = type === NodeType.object || type === NodeType.closure || type === NodeType.native
  const role = roleOf(heap, node)
  // What a function's own name leads to are its variables: it counts, as the other long-lived do not.
  return isObject && (!LONG_LIVED.has(role) || role === 'function') && role !== 'container'
}

/** @param nodes of one class that are held alike; none dominates another unless it keeps little of it */
function draftOf(heap: WholeHeap, nodes: readonly number[], owner: string): Draft {
  const { table, ready } = heap
  const { retainedSize } = ready.graph
  const tops = topsOf(ready.graph, Uint32Array.from(nodes))
  const node = tops.reduce((largest, one) => (retainedSize[one]! > retainedSize[largest]! ? one : largest))
  const retained = tops.reduce((sum, one) => sum + retainedSize[one]!, 0)
  const className = table.classes[table.classOf[node]!]!.name
  const total = heapSize(heap)
  const { mostly } = heldItems(heap, [node])
  const below = mostly
    ? words` Most of what ${plain(nodes.length === 1 ? 'it' : 'the largest')} holds directly: ${mostly.count} ${mostly.className}, ${size(mostly.retainedSize)}.`
    : []
  const closure = closureOver(heap, node)
  return {
    title: closure
      ? words`The variables that ${closure} closes over keep ${size(retained)} alive, ${share(retained, total)} of the heap`
      : words`${plain(nodes.length === 1 ? 'One' : `${nodes.length}`)} ${className} ${plain(nodes.length === 1 ? 'keeps' : 'objects keep')} ${size(retained)} alive, ${share(retained, total)} of the heap`,
    facts: closure
      ? words`They live as long as any function that was made beside it.${below}`
      : words`${plain(nodes.length === 1 ? 'It hangs' : 'They hang')} from ${ownerWords(owner)}.${below}`,
    cure: words`If it is not needed any more, clear the reference that keeps it; if it is, look at what it holds.`,
    confidence: {
      level: 'possible',
      reason: words`that it is large does not say that it is too large`,
    },
    owner: closure === null ? owner : `${closure} (closure)`,
    subject: className,
    object: node,
    nodes: Uint32Array.from(nodes).sort(),
    retained,
    saving: null,
    claims: NO_CLAIMS,
    fault: 'leak',
  }
}

/** The name of a function whose variables a context holds; null of other nodes, and where no such function has one. */
function closureOver({ snapshot, ready, table }: WholeHeap, context: number): string | null {
  if (!table.classes[table.classOf[context]!]!.name.startsWith('system / Context')) return null
  const { first, source } = ready.retainers
  for (let i = first[context]!; i < first[context + 1]!; i++) {
    const node = source[i]! >>> 1
    if (snapshot.nodeType[node] !== NodeType.closure) continue
    const name = snapshot.strings.text(snapshot.nodeName[node]!)
    if (name !== '') return name
  }
  return null
}
