import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { EdgeType } from '../../../model/kinds.ts'
import { labelName, labelType } from '../../../model/labels.ts'
import type { Snapshot } from '../../../model/snapshot.ts'
import { listed, plain, share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { NODES_BY_CLASS } from '../../nodes-by-class.ts'
import { OWN_DICTS } from '../../python/own-dicts.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'
import { byOwnerAndKind, type KindGroup } from '../by-owner-and-kind.ts'
import { is64Bit, slottedSize } from './slotted-size.ts'

/** Fewer dictionaries of the same keys are no table. */
const LEAST_DICTS = 100
/** A dictionary of more keys is no record. */
const MOST_KEYS = 40
const MOST_NAMED = 6
/** Such dictionaries belong to functions and classes: nobody can make them anything else. */
const BUILT_IN = /\.__(?:annotations|kwdefaults|dict)__$/

/** Many dictionaries of the same keys, which are records. */
export const dictRecords: Rule = {
  name: 'dict-records',
  title: 'Dictionaries that are records',
  about: 'Many dictionaries of the same keys, as rows of a table: objects with slots are a quarter as large.',
  family: 'cpython',
  async find(heap, task) {
    if (!is64Bit(heap.snapshot)) return []
    const { nodes, keys, kinds } = await recordsOf(heap, task)
    const groups = await byOwnerAndKind(heap, nodes, (place) => kinds[place]!, task)
    return groups
      .filter((group) => group.nodes.length >= LEAST_DICTS && !BUILT_IN.test(group.owner))
      .map((group) => draftOf(heap, group, keys[group.kind]!))
  },
}

/** Dictionaries whose keys many others have, too. */
interface Records {
  /** Ascending. */
  readonly nodes: Uint32Array
  /** By place in `nodes`: which keys. */
  readonly kinds: Uint32Array
  readonly keys: readonly (readonly string[])[]
}

/** O(dictionaries): the names of references are looked at once for each sequence of them. */
async function recordsOf(heap: WholeHeap, task: Task): Promise<Records> {
  const { edgeNames } = heap.snapshot
  const dicts = await dictionariesOfProgram(heap, task)
  const { kindOf, keys } = await kindsOfRecords(heap, dicts, task)
  let count = 0
  for (let i = 0; i < dicts.length; i++) if (kindOf[edgeNames.sequenceOf(dicts[i]!)] !== 0) count++
  const nodes = new Uint32Array(count)
  const kinds = new Uint32Array(count)
  let at = 0
  for (let i = 0; i < dicts.length; i++) {
    const kind = kindOf[edgeNames.sequenceOf(dicts[i]!)]!
    if (kind === 0) continue
    nodes[at] = dicts[i]!
    kinds[at++] = kind - 1
  }
  return { nodes, kinds, keys }
}

/** All but those in which names of an object, a class or a module stand. Ascending. */
async function dictionariesOfProgram(heap: WholeHeap, task: Task): Promise<Uint32Array> {
  const own = await OWN_DICTS.of(heap, task)
  const all = (await NODES_BY_CLASS.of(heap, task)).among(({ name }) => name === 'dict')
  const found = new Uint32Array(all.length)
  let count = 0
  await inSlices(task, all.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const dict = all[i]!
      if (heap.shallowSize[dict] !== 0 && !own.has(dict)) found[count++] = dict
    }
  })
  return found.subarray(0, count)
}

/**
 * By sequence of names: the number of the keys plus one, 0 where too few dictionaries have them to be worth telling. The
 * same keys in another order are others.
 */
async function kindsOfRecords(heap: WholeHeap, dicts: Uint32Array, task: Task) {
  const { snapshot, shallowSize } = heap
  const { edgeNames } = snapshot
  const count = new Uint32Array(edgeNames.count)
  const bytes = new Float64Array(edgeNames.count)
  const kindOf = new Uint32Array(edgeNames.count)
  const numbers = new Map<string, number>()
  const keys: (readonly string[])[] = []
  await inSlices(task, dicts.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const sequence = edgeNames.sequenceOf(dicts[i]!)
      count[sequence]!++
      bytes[sequence]! += shallowSize[dicts[i]!]!
    }
  })
  const total = heapSize(heap)
  const isLooked = new Uint8Array(edgeNames.count)
  for (let i = 0; i < dicts.length; i++) {
    const sequence = edgeNames.sequenceOf(dicts[i]!)
    if (isLooked[sequence] === 1) continue
    isLooked[sequence] = 1
    if (count[sequence]! < LEAST_DICTS || !isWorthTelling(bytes[sequence]!, total)) continue
    const found = keysOf(snapshot, dicts[i]!)
    if (!found) continue
    const text = found.join('\n')
    const kind = numbers.get(text) ?? keys.push(found) - 1
    numbers.set(text, kind)
    kindOf[sequence] = kind + 1
  }
  return { kindOf, keys }
}

/** The keys of a dictionary, where all are texts and there are not too many; else null. */
function keysOf({ edgeNames, firstEdge, strings }: Snapshot, node: number): readonly string[] | null {
  const edges = firstEdge[node + 1]! - firstEdge[node]!
  if (edges === 0 || edges > 2 * MOST_KEYS) return null
  const found: string[] = []
  for (const label of edgeNames.labelsOf(node)) {
    const type = labelType(label)
    if (type === EdgeType.property) found.push(strings.text(labelName(label, edgeNames.columns.wide)))
    else if (type !== EdgeType.internal) return null
  }
  return 2 * found.length === edges ? found : null
}

function draftOf(heap: WholeHeap, { owner, nodes }: KindGroup, keys: readonly string[]): Draft {
  const { shallowSize } = heap
  const slotted = slottedSize(keys.length)
  let now = 0
  let saved = 0
  const bytes = new Float64Array(nodes.length)
  for (let at = 0; at < nodes.length; at++) {
    const whole = shallowSize[nodes[at]!]!
    bytes[at] = Math.max(0, whole - slotted)
    now += whole
    saved += bytes[at]!
  }
  const total = heapSize(heap)
  const evidence = nodes.slice()
  return {
    title: words`${ownerWords(owner)} holds ${nodes.length} dictionaries of the same keys, ${size(now)}: ${size(saved)} more than records of them`,
    facts: words`Each has the ${plain(keys.length === 1 ? 'key' : 'keys')} ${listed(keys, MOST_NAMED)} and takes ${size(Math.round(now / nodes.length))}, where an object with slots takes ${size(slotted)}. Together they take ${share(now, total)} of the heap.`,
    cure: words`Make a record of each where it is read: a class with ${slotsCode(keys)}, or ${'@dataclass(slots=True)'} (since Python 3.10), and of what is only read a ${'NamedTuple'}.`,
    confidence: {
      level: 'likely',
      reason: words`their keys are the same now; whether others are added later cannot be seen`,
    },
    owner,
    subject: `dict of ${keys.join(', ')}`,
    object: nodes[0]!,
    nodes: evidence,
    retained: now,
    saving: {
      bytes: saved,
      estimate: true,
      method: words`the shallow sizes of the dictionaries, less ${size(slotted)} for each`,
    },
    claims: { node: evidence, bytes },
    fault: 'waste',
  }
}

function slotsCode(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `"${name}"`)
  return `__slots__ = (${shown.join(', ')}${names.length > MOST_NAMED ? ', …' : names.length === 1 ? ',' : ''})`
}
