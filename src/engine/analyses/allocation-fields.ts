import type { Field } from '../model/filter-fields.ts'
import { entryReader } from './call-tree.ts'
import type { Heap } from './heap.ts'
import { allocationTimeReader } from './timeline.ts'

/** What objects can be filtered by where the capture tells of their allocation. */
export const ALLOCATION_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'allocated',
    type: 'number',
    lacking: true,
    help: 'When it was allocated, in seconds of an allocation timeline; none where that is not known.',
    example: 'allocated:0.5..1.2',
    read: ({ snapshot }) => allocationTimeReader(snapshot),
  },
  {
    name: 'trace',
    type: 'number',
    lacking: true,
    help: 'The number of the stack that allocated it, as the tree of stacks counts them; none where it is not known.',
    example: 'trace:10..25',
    read: ({ snapshot }) => entryReader(snapshot),
  },
]
