import { BitSet } from '../base/bit-set.ts'
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
  {
    name: 'leak',
    type: 'text',
    help: 'Its cluster of leaks, by the fingerprint that the list of leaks tells.',
    example: 'leak:=4979ba8afa1d565f',
    read: (heap) => {
      const members = heap.leaks?.members
      if (!members) throw new HeapError('not-ready', NO_LEAKS)
      return (pattern) => {
        const found = new BitSet(heap.snapshot.nodeCount)
        for (const [fingerprint, nodes] of members) {
          if (pattern.test(fingerprint)) for (const node of nodes) found.add(node)
        }
        return (node) => found.has(node)
      }
    },
  },
]

const NO_LEAKS =
  '“leak:” finds leaks that have been listed, and none have been yet: look at the leaks of three captures first.'

function comparisonOf({ comparison }: Heap, field: string): Comparison {
  if (comparison) return comparison
  throw new HeapError(
    'not-ready',
    `“${field}” compares two captures, and no other one is open beside this: add a second capture.`,
  )
}
