import { BitSet } from '../../base/bit-set.ts'
import { HeapError } from '../../base/error.ts'
import type { Task } from '../../base/task.ts'
import type { Field } from '../../model/filter-fields.ts'
import { fieldNotReady } from '../filter-needs.ts'
import { type Heap, isWhole } from '../heap.ts'
import type { Finding } from './finding-row.ts'
import { foundIn } from './found.ts'

/** The evidence of findings, so that it can be selected and filtered. */
export const FINDING_FIELD: Field<Heap> = {
  name: 'finding',
  type: 'text',
  help: 'The evidence of a finding, by its rule and fingerprint.',
  example: 'finding:duplicate-strings',
  read: (heap) => (pattern) => {
    const nodes = new BitSet(heap.snapshot.nodeCount)
    for (const { key, draft } of knownFindings(heap)) {
      if (pattern.test(key)) for (const node of draft.nodes) nodes.add(node)
    }
    return (node) => nodes.has(node)
  },
}

function knownFindings(heap: Heap): Finding[] {
  const found = foundIn(heap)
  if (found.size === 0) {
    throw new HeapError(
      'not-ready',
      'The filter asks for “finding:”, which is known only once rules have been tried.',
    )
  }
  return [...found.values()].flat()
}

/** Tries the rule that a value begins with the name of, or all. @throws HeapError `not-ready` */
export async function prepareFindings(
  heap: Heap,
  field: string,
  value: string | null,
  task: Task,
): Promise<void> {
  if (field !== FINDING_FIELD.name) return
  if (!isWhole(heap)) throw fieldNotReady(field)
  // All rules are far more than the rest of a filter: they come when somebody asks for them.
  const { findByKey } = await import('./find-findings.ts')
  await findByKey(heap, value, task)
}
