import { HeapError } from '../base/error.ts'
import type { Comparison } from '../model/digest.ts'
import type { Field } from '../model/filter-fields.ts'
import { STATUSES } from '../model/rows.ts'
import { graphForFilter } from './filter-needs.ts'
import type { Heap } from './heap.ts'
import { changeReader, statusReader } from './statuses.ts'

/** What objects can be filtered by where another heap stands beside theirs. */
export const COMPARISON_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'status',
    type: 'choice',
    choices: STATUSES,
    help: 'What became of it between base and target; moved: it is of another class there.',
    example: 'status:new',
    read: (heap) => {
      const { retainedSize } = graphForFilter(heap, 'status')
      const comparison = comparisonOf(heap, 'status')
      return {
        words: STATUSES,
        codeOf: statusReader({ comparison, classOf: heap.table.classOf, retainedSize }),
      }
    },
  },
  {
    name: 'growth',
    type: 'bytes',
    help: 'By how much more it retains in the target than in the base; below 0 where it retains less.',
    example: 'growth:>1MB',
    read: (heap) => {
      const { retainedSize } = graphForFilter(heap, 'growth')
      const comparison = comparisonOf(heap, 'growth')
      return changeReader(comparison, retainedSize, comparison.other.retainedSize)
    },
  },
]

function comparisonOf({ comparison }: Heap, field: string): Comparison {
  if (comparison) return comparison
  throw new HeapError(
    'not-ready',
    `“${field}” compares two captures, and no other one is open beside this: add a second capture.`,
  )
}
