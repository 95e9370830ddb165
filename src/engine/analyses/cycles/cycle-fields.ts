import { BitSet } from '../../base/bit-set.ts'
import type { Field } from '../../model/filter-fields.ts'
import { Derived } from '../derived.ts'
import { fieldNotReady } from '../filter-needs.ts'
import type { Heap } from '../heap.ts'
import { findCycles } from './find-cycles.ts'

/** The reference cycles of a heap, worked out once. */
export const CYCLES = new Derived(findCycles)

/** What objects can be filtered by that says in which cycle they are. */
export const CYCLE_FIELD: Field<Heap> = {
  name: 'cycle',
  type: 'text',
  help: 'The object is in a reference cycle, by what the list of cycles calls it.',
  example: 'cycle:"Parent ⇄ Child"',
  read: (heap) => (pattern) => {
    const cycles = CYCLES.known(heap)
    if (cycles === undefined) throw fieldNotReady('cycle')
    const nodes = new BitSet(heap.snapshot.nodeCount)
    for (const { label, parts } of cycles.groups) {
      if (!pattern.test(label)) continue
      for (const members of parts) for (const node of members) nodes.add(node)
    }
    return (node) => nodes.has(node)
  },
}
