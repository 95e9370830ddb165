import { plain, share, size, words } from '../../../model/words.ts'
import type { Task } from '../../../base/task.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { TEXTS } from '../../list-fields.ts'
import { displayName } from '../../names.ts'
import type { StringTexts } from '../../strings/string-texts.ts'
import { ownersOf } from '../owners-of.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'
import { frameAbove } from './frame-above.ts'
import { columnsOf, objectArrays, type TextColumn } from './object-arrays.ts'

const REFERENCE = 8

/** Columns of pandas with few texts, which could be categories. */
export const objectColumns: Rule = {
  name: 'object-columns',
  title: 'Columns of few texts',
  about:
    'Columns of pandas that hold a reference to a text for each row, though only few texts come again and again: as categories they hold a small number for each.',
  family: 'cpython',
  async find(heap, task) {
    const arrays = await objectArrays(heap, task)
    if (arrays.length === 0) return []
    const texts = await TEXTS.of(heap, task)
    const columns = arrays.flatMap((array) => columnsOf(heap, array, texts))
    const groups = await byFrame(heap, columns, task)
    return [...groups].map(([owner, { frame, columns: own }]) => draftOf(heap, texts, owner, frame, own))
  },
}

/** The columns by the owner of the frame that they are of; those of none by that of their array. */
async function byFrame(heap: WholeHeap, columns: readonly TextColumn[], task: Task) {
  const found = new Map<string, { frame: number; columns: TextColumn[] }>()
  if (columns.length === 0) return found
  const frameOf = new Map(columns.map(({ array }) => [array, frameAbove(heap, array)]))
  const nodes = Uint32Array.from(new Set(frameOf.values())).sort()
  const { owner, names } = await ownersOf(heap, nodes, task)
  const nameOf = new Map(Array.from(nodes, (node, place) => [node, names[owner[place]!]!]))
  for (const column of columns) {
    const frame = frameOf.get(column.array)!
    const known = found.get(nameOf.get(frame)!) ?? { frame, columns: [] }
    known.columns.push(column)
    found.set(nameOf.get(frame)!, known)
  }
  return found
}

function draftOf(
  heap: WholeHeap,
  texts: StringTexts,
  owner: string,
  frame: number,
  columns: readonly TextColumn[],
): Draft {
  const { ready, shallowSize, snapshot } = heap
  const ofArrays = new Map<number, number>()
  const claimed: number[] = []
  const bytes: number[] = []
  let saved = 0
  let distinct = 0
  for (const { array, rows, texts: own, spare } of columns) {
    const references = rows * (REFERENCE - codeBytes(own.size))
    ofArrays.set(array, (ofArrays.get(array) ?? 0) + references)
    saved += references
    distinct += own.size
    for (const text of spare) {
      claimed.push(text)
      bytes.push(shallowSize[text]!)
      saved += shallowSize[text]!
    }
  }
  const retained = retainedSum(ready.graph, ofArrays.keys())
  const { rows, texts: first } = columns[0]!
  const example = displayName(snapshot, texts.member[texts.first[[...first][0]!]!]!)
  const count = columns.length
  return {
    title: words`${ownerWords(owner)} has ${count} ${plain(count === 1 ? 'column' : 'columns')} with ${distinct} texts in ${rows} rows, ${size(saved)} more than as categories`,
    facts: words`Each row has a reference of 8 bytes to its text, such as ${example}, and often a text of its own. These columns take ${share(retained, heapSize(heap))} of the heap.`,
    cure: words`Read them as categories, ${'pandas.read_csv(…, dtype={"column": "category"})'}, or turn them into such: ${'frame["column"] = frame["column"].astype("category")'}.`,
    confidence: {
      level: 'likely',
      reason: words`their texts are in the capture and few; whether others come in later cannot be seen`,
    },
    owner,
    subject: 'pandas column',
    object: frame,
    nodes: Uint32Array.from(ofArrays.keys()).sort(),
    retained,
    saving: {
      bytes: saved,
      estimate: true,
      method: words`the references less the numbers that take their place, and all texts that the columns alone hold but for one of each`,
    },
    claims: {
      node: Uint32Array.from([...ofArrays.keys(), ...claimed]),
      bytes: Float64Array.from([...ofArrays.values(), ...bytes]),
    },
    fault: 'waste',
  }
}

/** What pandas takes for the number of a category. */
function codeBytes(categories: number): number {
  if (categories < 2 ** 7) return 1
  return categories < 2 ** 15 ? 2 : 4
}
