import { share, size, words } from '../../../model/words.ts'
import { placeOf } from '../../../base/place-of.ts'
import type { WholeHeap } from '../../heap.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'
import { byOwnerAndKind, type KindGroup } from './by-owner-and-kind.ts'
import { findRecords, type RecordValues } from './record-values.ts'

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
    if (nodes.length < LEAST_COPIES || !areWorthTelling(heap, nodes)) return []
    const { classOf } = heap.table
    const groups = await byOwnerAndKind(heap, nodes, (place) => classOf[nodes[place]!]!, task)
    return groups
      .filter((group) => group.nodes.length >= LEAST_COPIES && !BUILT_IN.test(group.owner))
      .map((group) => draftOf(heap, records, places, nodes, group))
  },
}

/** Whether all of them together are: else nothing of a part of them is. */
function areWorthTelling({ snapshot, ready }: WholeHeap, nodes: Uint32Array): boolean {
  const { retainedSize } = ready.graph
  let bytes = 0
  for (const node of nodes) bytes += retainedSize[node]!
  return isWorthTelling(bytes, retainedSize[snapshot.root]!)
}

/** All records but the one of each value that keeps most. `places` are those in `records.nodes`. */
function spareOf(
  { ready }: WholeHeap,
  { nodes, value, count }: RecordValues,
): { nodes: Uint32Array; places: Uint32Array } {
  const { retainedSize } = ready.graph
  const kept = new Uint32Array(count)
  for (let place = 0; place < nodes.length; place++) {
    const known = kept[value[place]!]!
    if (known === 0 || retainedSize[nodes[place]!]! > retainedSize[nodes[known - 1]!]!) {
      kept[value[place]!] = place + 1
    }
  }
  const places = Uint32Array.from(nodes.keys()).filter((place) => kept[value[place]!] !== place + 1)
  return { nodes: places.map((place) => nodes[place]!), places }
}

function draftOf(
  heap: WholeHeap,
  records: RecordValues,
  places: Uint32Array,
  spare: Uint32Array,
  { owner, nodes, kind }: KindGroup,
): Draft {
  const { ready, snapshot, table } = heap
  const { retainedSize } = ready.graph
  const values = new Set(nodes.map((node) => records.value[places[placeOf(spare, node)]!]!))
  const className = table.classes[kind]!.name
  let bytes = 0
  for (const node of nodes) bytes += retainedSize[node]!
  const evidence = Uint32Array.from(nodes)
  return {
    title: words`${ownerWords(owner)} holds ${nodes.length} copies of ${values.size} ${className} values, ${size(bytes)} that could be shared`,
    facts: words`Each is equal to another, and none of them can be changed: one of each value would do. The copies and what they alone hold take ${share(bytes, retainedSize[snapshot.root]!)} of the heap.`,
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
