import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildSnapshot, type EdgeSpec, type NodeSpec } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { inferShapes } from './shapes.ts'

/** A heap whose root holds one plain object for each list of properties. */
function heapOf(objects: readonly (readonly string[])[]) {
  const nodes: NodeSpec[] = [{ type: 'synthetic', name: '', id: 1, selfSize: 0 }]
  const edges: EdgeSpec[] = []
  for (const properties of objects) {
    const node = nodes.push({ type: 'object', name: 'Object', id: nodes.length * 2 + 1, selfSize: 8 }) - 1
    edges.push({ from: 0, to: node, type: 'element', name: node })
    for (const name of properties) edges.push({ from: node, to: node, type: 'property', name })
  }
  return buildSnapshot({ root: 0, nodes, edges })
}

async function shapesOf(objects: readonly (readonly string[])[]): Promise<(string | null)[]> {
  const { names, shape } = await inferShapes(heapOf(objects), quietTask())
  return Array.from(shape, (index) => (index === -1 ? null : names[index]!))
}

/** The rules as words state them, without any cleverness. */
function naiveShapes(objects: readonly (readonly string[])[]): (string | null)[] {
  const own = objects.map((properties) => properties.filter((name) => name !== '__proto__'))
  const counts = new Map<string, { properties: string[]; count: number }>()
  for (const properties of own) {
    const kept: string[] = []
    for (const name of properties) {
      if (kept.length > 0 && `{${[...kept].join(', ')}`.length + name.length > 120) break
      kept.push(name)
    }
    if (kept.length === 0) continue
    const name = `{${kept.join(', ')}}`
    counts.set(name, { properties: kept, count: (counts.get(name)?.count ?? 0) + 1 })
  }
  const shapes = [...counts]
    .filter(([, { count }]) => count >= Math.max(2, objects.length / 1000))
    .sort((a, b) => b[1].count - a[1].count)
  return own.map((properties) => {
    const fitting = shapes.filter(([, shape]) => isWithin(shape.properties, properties))
    const most = Math.max(0, ...fitting.map(([, shape]) => shape.properties.length))
    return fitting.find(([, shape]) => shape.properties.length === most)?.[0] ?? null
  })
}

function isWithin(wanted: readonly string[], properties: readonly string[]): boolean {
  const left = [...properties]
  return wanted.every((name) => {
    const at = left.indexOf(name)
    if (at !== -1) left.splice(at, 1)
    return at !== -1
  })
}

test('objects get the shape with the most properties that are all their own, as the rules say', async () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'long'.repeat(12), 'longer'.repeat(10))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(name, { maxLength: 5 }), { maxLength: 40 }), async (objects) => {
      expect(await shapesOf(objects)).toEqual(naiveShapes(objects))
    }),
    { numRuns: 1500 },
  )
})

test('a list of properties that only one object has is no shape', async () => {
  expect(await shapesOf([['x', 'y'], ['a'], ['a']])).toEqual([null, '{a}', '{a}'])
})

test('names that would confuse a list are quoted', async () => {
  expect(
    await shapesOf([
      ['a,b', 'c'],
      ['a,b', 'c'],
    ]),
  ).toEqual(['{"a,b", c}', '{"a,b", c}'])
})

test('only plain objects have shapes', async () => {
  const snapshot = buildSnapshot({
    root: 0,
    nodes: [
      { type: 'synthetic', name: '', id: 1, selfSize: 0 },
      { type: 'object', name: 'Point', id: 3, selfSize: 8 },
      { type: 'closure', name: 'Object', id: 5, selfSize: 8 },
    ],
    edges: [
      { from: 1, to: 2, type: 'property', name: 'a' },
      { from: 2, to: 1, type: 'property', name: 'a' },
    ],
  })
  expect([...(await inferShapes(snapshot, quietTask())).objects]).toEqual([])
})
