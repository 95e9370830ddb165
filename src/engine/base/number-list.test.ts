import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberList } from './number-list.ts'

test('a list holds what was put into it and not taken away again', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(0xffff_ffff))), fc.nat(5), (steps, room) => {
      const list = new NumberList(room)
      const plain: number[] = []
      for (const step of steps) {
        if (step === null) expect(list.pop()).toBe(plain.pop())
        else {
          list.push(step)
          plain.push(step)
        }
      }
      expect(list.length).toBe(plain.length)
      expect([...list.finish()]).toEqual(plain)
    }),
  )
})
