import { expect, test } from 'vitest'
import { completeHeapOf } from '../../testing/complete-heap.ts'
import { drawHeap } from '../../testing/draw-heap.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { measureRopes } from './rope-sizes.ts'

async function measured(text: string) {
  const drawing = drawHeap(text)
  const { nodes, isTop, parts, length } = await measureRopes(
    await completeHeapOf(drawing.snapshot),
    quietTask(),
  )
  return Array.from(nodes, (node, i) => [drawing.key(node), isTop[i], parts[i], length[i]])
}

test('a part that is in two texts counts in both, and twice where it is in one twice', async () => {
  const text = `
    root -> a; root -> b
    a: concatenated-string; b: concatenated-string; ab: concatenated-string
    x: string "12345"; y: string "678"
    ab -internal:first-> x; ab -internal:second-> y
    a -internal:first-> ab; a -internal:second-> ab
    b -internal:first-> ab; b -internal:second-> x
  `
  expect(await measured(text)).toEqual([
    ['a', 1, 4, 16],
    ['b', 1, 3, 13],
    ['ab', 0, 2, 8],
  ])
})

test('a ring of texts in a damaged file ends', async () => {
  const text = `
    root -> a; a: concatenated-string; b: concatenated-string; x: string "123"
    a -internal:first-> b; a -internal:second-> x
    b -internal:first-> a; b -internal:second-> x
  `
  expect(await measured(text)).toEqual([
    ['a', 0, 2, 6],
    ['b', 0, 1, 3],
  ])
})

test('a heap without such strings has none', async () => {
  expect(await measured('root -> s; s: string "1"')).toEqual([])
})
