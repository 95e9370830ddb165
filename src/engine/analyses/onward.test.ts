import { expect, test } from 'vitest'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { followReferences, onwardBoxes } from './onward.ts'

async function onward(text: string, keys: readonly string[], opened: readonly string[] = []) {
  const drawn = drawHeap(text)
  const heap = await completeHeapOf(drawn.snapshot)
  const nodes = Uint32Array.from(keys, (key) => drawn.node(key)).sort()
  const followed = await followReferences(heap, nodes, quietTask())
  return onwardBoxes(heap, followed, nodes, new Set(opened), quietTask())
}

test('what an object refers to is put together by class and reference, each object once', async () => {
  const { boxes, reached, further } = await onward(
    `a: object 1 "A" @11; b: object 2 "B"; x: object 4 "X"; y: object 4 "X"; z: object 8 "Z" @19
     root -> a -left-> b; a -element:0-> x; a -element:1-> y; b -back-> a; x -end-> z; y -end-> z; a ~> weak; root -> weak`,
    ['a'],
  )
  const names = boxes.map(
    ({ edge, classRow, objects }) => `${edge?.name ?? ''} ${classRow!.name} ×${objects}`,
  )
  expect(names).toEqual([' A ×1', '[] X ×2', 'end Z ×1', 'left B ×1'])
  expect(boxes[0]!.node?.id).toBe(11)
  // Back to a, and from the second X to Z, which stands below the first.
  expect({ reached, further }).toEqual({ reached: { count: 5, bytes: 19 }, further: 2 })
})

test('a thousand references are a few boxes, and a fold that says how many are not shown and opens', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => `root -> a -field${i}-> n${i}; n${i}: object 3 "C${i}"`)
  const text = many.join('\n')
  const { boxes } = await onward(text, ['a'])
  const fold = boxes.at(-1)!
  expect(fold).toMatchObject({ kind: 'more', objects: 995, through: { count: 995, bytes: 2985 } })
  const more = await onward(text, ['a'], [fold.id])
  expect(more.boxes.length).toBe(boxes.length + 12)
  expect(more.boxes.at(-1)).toMatchObject({ kind: 'more', objects: 983 })
})

test('several objects are one box to start at', async () => {
  const { boxes, selected } = await onward('root -> a -to-> c; root -> b -to-> d; root -> b', ['a', 'b'])
  expect(boxes[0]).toMatchObject({ kind: 'root', objects: 2, node: null, through: { count: 4, bytes: 4 } })
  expect(boxes.slice(1).map(({ edge }) => edge!.name)).toEqual(['to', 'to'])
  expect(selected).toEqual({ count: 2, bytes: 2 })
})

test('an object that refers to nothing stands alone', async () => {
  const { boxes, reached } = await onward('root -> a -to-> b', ['b'])
  expect(boxes).toHaveLength(1)
  expect(reached).toEqual({ count: 1, bytes: 1 })
})
