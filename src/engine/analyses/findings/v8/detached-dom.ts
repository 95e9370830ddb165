import { placeOf } from '../../../base/place-of.ts'
import { topsOf } from '../../../graph/tops.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { linkType } from '../../../model/links.ts'
import { plain, share, size, type Words, words } from '../../../model/words.ts'
import { collectionNames } from '../../collections/collection-names.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { KEPT } from '../../keeping-fields.ts'
import { listeningTo } from '../../kept/event-target.ts'
import { functionName } from '../../kept/function-name.ts'
import { type Hold, Holders } from '../../kept/holders.ts'
import type { KeptGroups } from '../../kept/kept-groups.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'
import { functionOfScope, NO_FUNCTION } from './function-of-scope.ts'
import { keptNodes } from './kept-nodes.ts'

/** Elements that are in no document and that the program still holds. */
export const detachedDom: Rule = {
  name: 'detached-dom',
  title: 'Detached DOM trees',
  about:
    'Elements that are in no document any more, and the field, listener or closure that holds them with all below them.',
  family: 'v8',
  async find(heap, task) {
    const found = await KEPT.detached.of(heap, task)
    const total = heapSize(heap)
    if (found.held.groups.length === 0) return []
    const holders = new Holders(heap, await collectionNames(heap, task))
    return keptNodes(found).flatMap((nodes, group) =>
      isWorthTelling(found.retainedSize[group]!, total) ? [draftOf(heap, found, group, nodes, holders)] : [],
    )
  },
}

function draftOf(
  heap: WholeHeap,
  found: KeptGroups,
  group: number,
  nodes: Uint32Array,
  holders: Holders,
): Draft {
  const { graph } = heap.ready
  const { name, holder } = found.held.groups[group]!
  const trees = found.held.count[group]!
  const retained = found.retainedSize[group]!
  const total = heapSize(heap)
  const hold = holders.ofTree(nodes, (node) => placeOf(nodes, node) !== -1)
  const isOfProgram = hold.retainer !== -1 && heap.snapshot.nodeType[hold.retainer] !== NodeType.synthetic
  const { facts, cure } = isOfProgram ? wayOf(heap, hold, holder) : { facts: [], cure: CURE_UNKNOWN }
  return {
    title: words`${isOfProgram ? ownerWords(holder) : plain(NOBODY)} keeps ${trees} detached ${name}${plain(trees === 1 ? '' : ' trees')}, ${size(retained)}`,
    facts: words`They are in no document any more: ${nodes.length} nodes, with what they alone keep ${share(retained, total)} of the heap.${facts}`,
    cure,
    confidence: {
      level: 'sure',
      reason: words`the browser says that they are detached, and no other way leads to them`,
    },
    owner: isOfProgram ? holder : NOBODY,
    subject: name,
    object: hold.held,
    nodes,
    retained,
    saving: {
      bytes: retained,
      estimate: false,
      method: words`what goes when nothing holds the trees: their nodes and what these alone keep`,
    },
    claims: { node: topsOf(graph, nodes), bytes: null },
    fault: 'leak',
  }
}

const NOBODY = 'the browser'
/** What V8 adds to the names of windows. */
const ADDRESS = / \/ .*$/

/** How the program comes to hold them, and what to write there. */
function wayOf(heap: WholeHeap, { retainer, edge }: Hold, holder: string): { facts: Words; cure: Words } {
  const type = linkType(heap.snapshot.edgeLink[edge]!)
  if (type === EdgeType.context) {
    const user = functionOfScope(heap, retainer)
    if (user === NO_FUNCTION) return { facts: [], cure: CURE_VARIABLE }
    const target = listeningTo(heap, user).replace(ADDRESS, '')
    const called = functionName(heap.snapshot, user)
    return target === ''
      ? { facts: words` The function ${called} holds the scope of that variable.`, cure: CURE_VARIABLE }
      : {
          facts: words` The function ${called}, which listens to ${target}, holds the scope of that variable.`,
          cure: CURE_LISTENER,
        }
  }
  if (type === EdgeType.element || holder.endsWith('[]')) return { facts: [], cure: CURE_COLLECTION }
  if (type !== EdgeType.property) return { facts: [], cure: CURE_UNKNOWN }
  return {
    facts: [],
    cure: words`Where the element is removed, set ${holder} to ${'null'}, or let go of the object that has the field.`,
  }
}

const CURE_LISTENER = words`Take the listener off where the element is removed: ${'addEventListener(type, listener, { signal })'} and ${'controller.abort()'}, or ${'removeEventListener'}.`
const CURE_VARIABLE = words`Let go of the function where the element is removed, or let it look the element up when it runs.`
const CURE_COLLECTION = words`Take the element out of the collection where it is removed from the document, or hold it weakly, by a ${'WeakRef'} or ${'WeakMap'}.`
const CURE_UNKNOWN = words`Follow the path to the element, and let go of it where it is removed from the document.`
