import { share, size, plain, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'
import { byOwnerAndKind, type KindGroup } from '../by-owner-and-kind.ts'
import { is64Bit } from './slotted-size.ts'
import { findNumberLists, type NumberType, TYPES } from './number-types.ts'

/** All lists of an owner together. */
const LEAST_NUMBERS = 1000
/** An `array.array` without its items; it has no collector's header. Bytes, on 64 bits. */
const ARRAY = 80

/** Lists of nothing but numbers, each number an object of its own. */
export const numberLists: Rule = {
  name: 'number-lists',
  title: 'Lists of numbers',
  about:
    'Lists and tuples of thousands of whole numbers or floats and nothing else: an array keeps the numbers themselves, not an object for each.',
  family: 'cpython',
  async find(heap, task) {
    if (!is64Bit(heap.snapshot)) return []
    const { collections } = await COLLECTIONS.of(heap, task)
    const { nodes, types } = await findNumberLists(heap, collections, task)
    // Where all of them together are not, nothing of a part of them is.
    if (!isWorthTelling(retainedSum(heap.ready.graph, nodes), heapSize(heap))) return []
    const groups = await byOwnerAndKind(
      heap,
      nodes,
      (place) => Number(types[place] === TYPES.length - 1),
      task,
    )
    const typeOf = new Map(Array.from(nodes, (node, place) => [node, types[place]!]))
    return groups.flatMap((group) => {
      // One type for all lists of an owner.
      const type = TYPES[Math.max(...new Set(group.nodes.map((node) => typeOf.get(node)!)))]!
      return draftOf(heap, group, type) ?? []
    })
  },
}

function draftOf(heap: WholeHeap, { owner, nodes }: KindGroup, type: NumberType): Draft | null {
  const { shallowSize, snapshot, ready } = heap
  const { dominated } = ready.graph
  let room = nodes.length
  for (const list of nodes) room += dominated.first[list + 1]! - dominated.first[list]!
  const claims = { node: new Uint32Array(room), bytes: new Float64Array(room) }
  let claimed = 0
  let numbers = 0
  let boxed = 0
  let boxes = 0
  let now = 0
  let after = 0
  for (const list of nodes) {
    const count = snapshot.python!.length[list]!
    const typed = ARRAY + type.bytes * count
    numbers += count
    after += typed
    now += shallowSize[list]!
    claims.node[claimed] = list
    claims.bytes[claimed++] = Math.max(0, shallowSize[list]! - typed)
    for (let i = dominated.first[list]!; i < dominated.first[list + 1]!; i++) {
      const box = dominated.node[i]!
      boxes++
      boxed += shallowSize[box]!
      claims.node[claimed] = box
      claims.bytes[claimed++] = shallowSize[box]!
    }
  }
  now += boxed
  const saved = now - after
  if (numbers < LEAST_NUMBERS || saved <= 0) return null
  const code = `array('${type.code}', numbers)`
  const lists = nodes.length
  const total = heapSize(heap)
  return {
    title: words`${ownerWords(owner)} ${plain(lists === 1 ? 'is a list of' : 'holds')} ${numbers} ${plain(type.word)}${plain(lists === 1 ? '' : ' in')}${lists === 1 ? plain('') : words` ${lists} lists`}, ${size(now)}: ${size(saved)} more than an array of them`,
    facts: words`Each number is a reference of 8 bytes, and ${boxes} of them are objects that nothing else holds, ${size(boxed)}. Together they take ${share(now, total)} of the heap; as ${plain(type.inWords)} they take ${size(after)}.`,
    cure: words`Write ${code} (${'from array import array'}), or ${`numpy.array(numbers, dtype="${type.dtype}")`} to compute with all of them at once.`,
    confidence: {
      level: 'likely',
      reason: words`there is nothing but numbers in now${plain(type.code === 'd' ? '' : `, and all of them fit into ${type.inWords}`)}; whether anything else comes in later cannot be seen`,
    },
    owner,
    subject: type.word,
    object: nodes[0]!,
    nodes,
    retained: now,
    saving: {
      bytes: saved,
      estimate: true,
      method: words`the lists and the numbers that they alone hold, less ${type.bytes} bytes for each number and ${size(ARRAY)} for each list`,
    },
    claims,
    fault: 'waste',
  }
}
