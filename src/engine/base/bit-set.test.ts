import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BitSet } from './bit-set.ts'

test('what is in a set is visited once each, ascending', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 99 })), (added) => {
      const set = new BitSet(100)
      for (const index of added) set.add(index)
      const visited: number[] = []
      set.forEach((index) => visited.push(index))
      expect(visited).toEqual([...new Set(added)].sort((a, b) => a - b))
    }),
  )
})
