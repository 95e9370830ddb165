import { share, size, words } from '../../../model/words.ts'
import { placeOf } from '../../../base/place-of.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'
import { byOwnerAndKind, type KindGroup } from '../by-owner-and-kind.ts'
import { ALONE, findRecords, type RecordValues } from './record-values.ts'

/** Fewer copies are nothing to change a program for. */
const LEAST_COPIES = 1000
/** What Python itself makes of functions and classes, and what no name leads to. */
const BUILT_IN = /^\(|\.(?:__\w+__|co_\w+)$/

/** Records of equal values that could be one. */
export const duplicateRecords: Rule = {
  name: 'duplicate-records',
  title: 'Duplicate records',
  about: 'Thousands of tuples, named tuples or frozen dataclasses with the same values, by what holds them.',
  family: 'cpython',
  async find(heap, task) {
    const records = await findRecords(heap, task)
    const { nodes, places } = spareOf(heap, records)
    // Where all of them together are not worth telling, nothing of a part of them is.
    const isEnough = isWorthTelling(retainedSum(heap.ready.graph, nodes), heapSize(heap))
    if (nodes.length < LEAST_COPIES || !isEnough) return []
    const { classOf } = heap.table
    const groups = await byOwnerAndKind(heap, nodes, (place) => classOf[nodes[place]!]!, task)
    return groups
      .filter((group) => group.nodes.length >= LEAST_COPIES && !BUILT_IN.test(group.owner))
      .map((group) => draftOf(heap, records, places, nodes, group))
  },
}

/** All records but the one of each value that keeps most. `places` are those in `records.nodes`. */
function spareOf(
  { ready }: WholeHeap,
  { nodes, value, count }: RecordValues,
): { nodes: Uint32Array; places: Uint32Array } {
  const { retainedSize } = ready.graph
  const kept = new Uint32Array(count)
  let spare = 0
  for (let place = 0; place < nodes.length; place++) {
    if (value[place] === ALONE) continue
    const known = kept[value[place]!]!
    if (known !== 0) spare++
    if (known === 0 || retainedSize[nodes[place]!]! > retainedSize[nodes[known - 1]!]!) {
      kept[value[place]!] = place + 1
    }
  }
  const found = { nodes: new Uint32Array(spare), places: new Uint32Array(spare) }
  let at = 0
  for (let place = 0; place < nodes.length; place++) {
    if (value[place] === ALONE || kept[value[place]!] === place + 1) continue
    found.nodes[at] = nodes[place]!
    found.places[at++] = place
  }
  return found
}

function draftOf(
  heap: WholeHeap,
  records: RecordValues,
  places: Uint32Array,
  spare: Uint32Array,
  { owner, nodes, kind }: KindGroup,
): Draft {
  const { ready, table } = heap
  const values = new Set(nodes.map((node) => records.value[places[placeOf(spare, node)]!]!))
  const className = table.classes[kind]!.name
  const bytes = retainedSum(ready.graph, nodes)
  const evidence = Uint32Array.from(nodes)
  return {
    title: words`${ownerWords(owner)} holds ${nodes.length} copies of ${values.size} ${className} values, ${size(bytes)} that could be shared`,
    facts: words`Each is equal to another, and none of them can be changed: one of each value would do. The copies and what they alone hold take ${share(bytes, heapSize(heap))} of the heap.`,
    cure: words`Keep one of each value: ${'record = known.setdefault(record, record)'} where it is made, with a dictionary ${'known'} that lives as long as that.`,
    confidence: { level: 'sure', reason: words`their values are in the capture and equal` },
    owner,
    subject: className,
    object: nodes[0]!,
    nodes: evidence,
    retained: bytes,
    saving: {
      bytes,
      estimate: false,
      method: words`what each copy alone keeps, but for one of each value`,
    },
    claims: { node: evidence, bytes: null },
    fault: 'waste',
  }
}
