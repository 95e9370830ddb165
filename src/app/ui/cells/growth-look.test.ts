import { expect, test } from 'vitest'
import { grown, stepOf } from './growth-look.ts'

const stepAt = (base: number, target: number) => stepOf(grown({ growth: target - base, added: 0 }, target))

test('the colour of growth is stronger the larger the part is that came', () => {
  expect([stepAt(1000, 1001), stepAt(980, 1000), stepAt(800, 1000), stepAt(400, 1000), stepAt(0, 5)]).toEqual(
    [0, 1, 2, 3, 3],
  )
})

test('that of shrinkage the larger the part is that went, to nothing at the most', () => {
  expect([stepAt(1001, 1000), stepAt(1000, 980), stepAt(1000, 800), stepAt(1000, 0)]).toEqual([0, 1, 2, 3])
})
