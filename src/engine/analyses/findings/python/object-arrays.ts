import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { EdgeType } from '../../../model/kinds.ts'
import { linkTarget, linkType } from '../../../model/links.ts'
import type { WholeHeap } from '../../heap.ts'
import { NODES_BY_CLASS } from '../../nodes-by-class.ts'
import type { StringTexts } from '../../strings/string-texts.ts'
import { nameOfNode } from './class-facts.ts'

/** A column of texts, as pandas keeps it in an array of objects. */
export interface TextColumn {
  /** The array, which may have several columns. */
  readonly array: number
  readonly rows: number
  /** Numbers of its distinct texts. */
  readonly texts: ReadonlySet<number>
  /** Strings that the array alone holds but for one of each text, and their bytes. */
  readonly spare: readonly number[]
}

const LEAST_ROWS = 1000
/** Of the rows, so many may have a text of their own. */
const MOST_DISTINCT = 0.1
const OBJECTS = /^\((?:(\d+), )?(\d+),?\) object_$/

/** The nodes of arrays of objects, with rows and columns as they say. O(arrays), once nodes are known by class. */
export async function objectArrays(heap: WholeHeap, task: Task) {
  const { snapshot } = heap
  const arrays = (await NODES_BY_CLASS.of(heap, task)).among(({ name }) => name === 'numpy.ndarray')
  const found: { readonly array: number; readonly rows: number; readonly columns: number }[] = []
  task.begin('answer', arrays.length)
  await inSlices(task, arrays.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = arrays[i]!
      const shape = OBJECTS.exec(nameOfNode(snapshot, node))
      if (!shape) continue
      const [rows, columns] = [Number(shape[2]), Number(shape[1] ?? 1)]
      if (rows >= LEAST_ROWS) found.push({ array: node, rows, columns })
    }
  })
  task.end()
  return found
}

/** The columns of an array in which few texts come again and again. O(items). */
export function columnsOf(
  heap: WholeHeap,
  { array, rows, columns }: { array: number; rows: number; columns: number },
  texts: StringTexts,
): TextColumn[] {
  const { firstEdge, edgeLink } = heap.snapshot
  const items = Array.from(edgeLink.subarray(firstEdge[array], firstEdge[array + 1]))
    .filter((link) => linkType(link) === EdgeType.element)
    .map(linkTarget)
  // A view shows no items of its own.
  if (items.length !== rows * columns) return []
  const found: TextColumn[] = []
  for (let column = 0; column < columns; column++) {
    const part = columnOf(heap, array, items.slice(column * rows, (column + 1) * rows), texts)
    if (part) found.push(part)
  }
  return found
}

function columnOf(
  { ready, table }: WholeHeap,
  array: number,
  items: readonly number[],
  { members, text }: StringTexts,
): TextColumn | null {
  const { dominator } = ready.graph
  const distinct = new Set<number>()
  const met = new Set<number>()
  const spare: number[] = []
  for (const item of items) {
    if (!members.has(item)) {
      if (MISSING.has(table.classes[table.classOf[item]!]!.name)) continue
      return null
    }
    if (met.has(item)) continue
    met.add(item)
    const number = text[members.of(item)]!
    if (distinct.has(number) && dominator[item] === array) spare.push(item)
    distinct.add(number)
    if (distinct.size > MOST_DISTINCT * items.length) return null
  }
  return distinct.size === 0 ? null : { array, rows: items.length, texts: distinct, spare }
}

/** What stands for a value that is not there. */
const MISSING: ReadonlySet<string> = new Set(['NoneType', 'float', 'pandas._libs.missing.NAType'])
