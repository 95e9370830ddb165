import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCapture } from '../../format/open.ts'
import { CAPTURES, captureSource } from '../../testing/captures.ts'
import { completeHeapOf } from '../../testing/complete-heap.ts'
import { buildSnapshot, type EdgeSpec, type HeapSpec, type NodeSpec } from '../../testing/heap-builder.ts'
import { bruteDominators } from '../../testing/oracles.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { countClassShapes } from './class-shapes.ts'
import { shapeName, shapeRow } from './list-shapes.ts'
import { groupByShape, objectsOfShape, shapeTotals } from './shape-groups.ts'

const NAMES = ['a', 'b', 'c', '__proto__', 'x, y', '"'] as const

const object = fc.record({
  name: fc.constantFrom('Object', 'Object', 'Object', 'Point', 'Line'),
  size: fc.nat({ max: 5 }),
  properties: fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      type: fc.constantFrom('property', 'property', 'property', 'internal', 'weak'),
      to: fc.nat({ max: 9 }),
    }),
    { maxLength: 4 },
  ),
  held: fc.boolean(),
})

const heap: fc.Arbitrary<HeapSpec> = fc.array(object, { maxLength: 10 }).map((objects) => {
  const nodes: NodeSpec[] = [{ type: 'synthetic', name: '', id: 1, selfSize: 0 }]
  const edges: EdgeSpec[] = []
  objects.forEach(({ name, size, properties, held }, i) => {
    nodes.push({ type: 'object', name, id: 2 * i + 3, selfSize: size })
    if (held) edges.push({ from: 0, to: i + 1, type: 'element', name: i })
    for (const { to, ...edge } of properties)
      edges.push({ ...edge, from: i + 1, to: (to % objects.length) + 1 })
  })
  return { root: 0, nodes, edges }
})

function listOf(spec: HeapSpec, node: number): string {
  const own = spec.edges.filter((edge) => edge.from === node && edge.type === 'property')
  return own
    .filter((edge) => edge.name !== '__proto__')
    .map((edge) => JSON.stringify(edge.name))
    .join()
}

function groupsBy(nodes: readonly number[], keyOf: (node: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const node of nodes) groups.set(keyOf(node), [...(groups.get(keyOf(node)) ?? []), node])
  return groups
}

/** What the topmost of these nodes retain: those that no other of them dominates. */
function retainedTogether(
  nodes: readonly number[],
  dominator: readonly number[],
  retained: readonly number[],
): number {
  const isBelow = (node: number): boolean => {
    for (let at = node; dominator[at] !== at; at = dominator[at]!) {
      if (nodes.includes(dominator[at]!)) return true
    }
    return false
  }
  return nodes.filter((node) => !isBelow(node)).reduce((sum, node) => sum + retained[node]!, 0)
}

test('every plain object with a size is in the one group that has its names in their order', async () => {
  await fc.assert(
    fc.asyncProperty(heap, async (spec) => {
      const complete = await completeHeapOf(buildSnapshot(spec))
      const groups = await groupByShape(complete, quietTask())
      const { dominator, retained } = bruteDominators(spec)
      const plain = [...spec.nodes.keys()].filter(
        (node) => spec.nodes[node]!.name === 'Object' && spec.nodes[node]!.selfSize > 0,
      )
      const expected = [...groupsBy(plain, (node) => listOf(spec, node))].map(([list, nodes]) => ({
        list,
        nodes,
        shallowSize: nodes.reduce((sum, node) => sum + spec.nodes[node]!.selfSize, 0),
        retainedSize: retainedTogether(nodes, dominator, retained),
      }))
      const found = Array.from(groups.present, (shape) => {
        const { shallowSize, retainedSize, count } = shapeRow(complete, groups, shape)
        const nodes = [...objectsOfShape(groups, shape)]
        expect(count).toBe(nodes.length)
        return { list: listOf(spec, nodes[0]!), nodes, shallowSize, retainedSize }
      })
      const byFirst = (a: { nodes: number[] }, b: { nodes: number[] }): number => a.nodes[0]! - b.nodes[0]!
      expect(found.toSorted(byFirst)).toEqual(expected.toSorted(byFirst))
      expect(new Set(Array.from(groups.present, (shape) => shapeName(groups, shape))).size).toBe(found.length)
      expect(shapeTotals(groups)).toMatchObject({ objects: plain.length, shapes: expected.length })
    }),
    { numRuns: 800 },
  )
})

test('classes are listed by how many lists of properties their objects have', async () => {
  await fc.assert(
    fc.asyncProperty(heap, async (spec) => {
      const complete = await completeHeapOf(buildSnapshot(spec))
      const { shapes, commonest, several } = await countClassShapes(complete, quietTask())
      for (const name of ['Point', 'Line']) {
        const nodes = [...spec.nodes.keys()].filter(
          (node) => spec.nodes[node]!.name === name && spec.nodes[node]!.selfSize > 0,
        )
        const lists = groupsBy(nodes, (node) => listOf(spec, node))
        const index = complete.table.classes.findIndex((info) => info.name === name)
        if (index === -1) continue
        expect(shapes[index]).toBe(lists.size)
        expect(commonest[index]).toBe(Math.max(0, ...[...lists.values()].map((list) => list.length)))
        expect(several.includes(index)).toBe(lists.size > 1)
      }
    }),
    { numRuns: 300 },
  )
})

test('a long list is shown by its beginning, with how many properties follow', async () => {
  const names = Array.from({ length: 300 }, (_, i) => `property${i}`)
  const complete = await completeHeapOf(
    buildSnapshot({
      root: 0,
      nodes: [
        { type: 'synthetic', name: '', id: 1, selfSize: 0 },
        { type: 'object', name: 'Object', id: 3, selfSize: 8 },
      ],
      edges: [
        { from: 0, to: 1, type: 'element', name: 0 },
        ...names.map((name) => ({ from: 1, to: 0, type: 'property', name })),
      ],
    }),
  )
  const groups = await groupByShape(complete, quietTask())
  expect(shapeName(groups, groups.present[0]!)).toMatch(
    /^\{property0, property1, .*, property\d+, … \d+ more\}$/,
  )
})

describe.each(CAPTURES)('the shapes of %s', (name) => {
  test('hold every plain object once', async () => {
    const { snapshot } = await readCapture(captureSource(name), quietTask())
    const complete = await completeHeapOf(snapshot)
    const groups = await groupByShape(complete, quietTask())
    const plain = [...snapshot.nodeType.keys()].filter(
      (node) =>
        snapshot.nodeType[node] === 3 &&
        snapshot.strings.text(snapshot.nodeName[node]!) === 'Object' &&
        complete.shallowSize[node] !== 0,
    )
    expect([...groups.member].toSorted((a, b) => a - b)).toEqual(plain)
    const sum = plain.reduce((total, node) => total + complete.shallowSize[node]!, 0)
    expect(shapeTotals(groups)).toMatchObject({ objects: plain.length, shallowSize: sum })
  })
})
