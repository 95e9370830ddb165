import { expect, test } from 'vitest'
import { buildSnapshot, type NodeSpec } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { assignClasses } from './classes.ts'

/** A heap of these nodes below a root; all about references is left out. */
function heapOf(nodes: readonly Partial<NodeSpec>[]) {
  const root = { type: 'synthetic', name: '', id: 1, selfSize: 0 }
  const rest = nodes.map((node, i) => ({ type: 'object', name: 'x', id: 2 * i + 3, selfSize: 8, ...node }))
  return buildSnapshot({ root: 0, nodes: [root, ...rest], edges: [] })
}

test('thousands of classes, with and without a position, keep their instances together', async () => {
  const count = 5000
  const nodes = Array.from({ length: 2 * count }, (_, i): Partial<NodeSpec> => {
    const index = i % count
    return index % 2 === 0 ? { name: `C${index}` } : { name: 'Same', location: [1, index, 2] }
  })
  const { classOf, classes } = await assignClasses(heapOf(nodes), quietTask())
  expect(classes.length).toBe(count + 1)
  expect(new Set(classes.map(({ key }) => key)).size).toBe(count + 1)
  for (let index = 1; index <= count; index++) expect(classOf[index + count]).toBe(classOf[index])
})

test('classes of one name are told apart by where their constructors stand', async () => {
  const snapshot = heapOf([
    { name: 'A', location: [7, 0, 4] },
    { name: 'A', location: [7, 0, 4] },
    { name: 'A', location: [7, 9, 4] },
    { name: 'A' },
  ])
  const { classOf, classes } = await assignClasses(snapshot, quietTask())
  expect([...classOf].slice(1).map((index) => classes[index]!.key)).toEqual([
    'A @7:1:5',
    'A @7:1:5',
    'A @7:10:5',
    'A',
  ])
})

test('elements are classes by their tag, whatever their attributes', async () => {
  const snapshot = heapOf([
    { type: 'native', name: '<div id="a">' },
    { type: 'native', name: '<div>' },
    { type: 'native', name: 'Detached <p class="b c">' },
    { type: 'string', name: '<div id="a">' },
    { type: 'closure', name: 'f', location: [1, 2, 3] },
  ])
  const { classOf, classes } = await assignClasses(snapshot, quietTask())
  expect([...classOf].slice(1).map((index) => classes[index]!.name)).toEqual([
    '<div>',
    '<div>',
    'Detached <p>',
    '(string)',
    'Function',
  ])
})
