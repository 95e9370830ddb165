import type { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import type { WideColumn } from '../../model/snapshot.ts'
import { type StringTexts, sumTexts } from './string-texts.ts'

/**
 * The same texts, of which only the strings of a set are counted: copies, bytes and what is wasted are those among them.
 * Texts keep their numbers, and any string can still be looked up. O(strings + texts).
 */
export async function textsAmong(
  texts: StringTexts,
  only: BitSet,
  shallowSize: WideColumn,
  task: Task,
): Promise<StringTexts> {
  const { nodes, count } = texts
  const counted = nodes.filter((node) => only.has(node))
  const text = texts.text.filter((_, place) => only.has(nodes[place]!))
  return { ...texts, ...(await sumTexts(counted, text, count, shallowSize, task)) }
}
