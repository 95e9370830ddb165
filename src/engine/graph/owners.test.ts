import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildSnapshot, type EdgeSpec, type HeapSpec } from '../testing/heap-builder.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { graphOf } from '../testing/analyzed.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { FIRST_OWNER, NO_OWNER, noOwners, SHARED, spreadOwners } from './owners.ts'

/** Some nodes of a random heap with an owner each, up to three owners. */
const owned = randomHeap(12).chain((spec) =>
  fc
    .array(fc.tuple(fc.nat({ max: spec.nodes.length - 1 }), fc.nat({ max: 2 })), { maxLength: 5 })
    .map((pairs) => ({
      spec,
      certain: new Map(pairs.map(([node, owner]) => [node, FIRST_OWNER + owner])),
    })),
)

/** Every owner from whose nodes a way leads here that enters no node whose owner is certain. */
function bruteOwners(
  { nodes }: HeapSpec,
  certain: ReadonlyMap<number, number>,
  ways: readonly EdgeSpec[],
): number[] {
  const open = ways.filter((edge) => !certain.has(edge.to))
  return nodes.map((_, node) => {
    const own = certain.get(node)
    if (own !== undefined) return own
    const owners = new Set(
      [...certain].filter(([start]) => reachedFrom([start], open).has(node)).map(([, owner]) => owner),
    )
    if (owners.size > 1) return SHARED
    return [...owners][0] ?? NO_OWNER
  })
}

test('says which owners lead to a node over edges that are neither weak nor shortcuts', async () => {
  await fc.assert(
    fc.asyncProperty(owned, async ({ spec, certain }) => {
      const owner = noOwners(spec.nodes.length, 3)
      for (const [node, own] of certain) owner[node] = own
      await spreadOwners(buildSnapshot(spec), owner, null, quietTask())
      const ways = spec.edges.filter(({ type }) => type !== 'weak' && type !== 'shortcut')
      expect([...owner]).toEqual(bruteOwners(spec, certain, ways))
    }),
    { numRuns: 500 },
  )
})

test('says which owners lead to a node over edges that keep their targets alive', async () => {
  await fc.assert(
    fc.asyncProperty(owned, async ({ spec, certain }) => {
      const snapshot = buildSnapshot(spec)
      const { essential } = await graphOf(snapshot)
      const owner = noOwners(spec.nodes.length, 3)
      for (const [node, own] of certain) owner[node] = own
      await spreadOwners(snapshot, owner, essential, quietTask())
      const keeps = essentialEdges(spec)
      expect([...owner]).toEqual(
        bruteOwners(
          spec,
          certain,
          spec.edges.filter((_, i) => keeps[i]),
        ),
      )
    }),
    { numRuns: 500 },
  )
})

test('a long list that two owners lead to does not recurse, and lets others run in between', async () => {
  const count = 40_000
  const nodes = Array.from({ length: count }, (_, i) => ({
    type: 'object',
    name: 'a',
    id: 2 * i + 1,
    selfSize: 1,
  }))
  const links = Array.from({ length: count - 1 }, (_, i) => i)
  const snapshot = buildSnapshot({ root: 0, nodes, edges: [] })
  const chain = {
    ...snapshot,
    edgeCount: count - 1,
    firstEdge: Uint32Array.from([...links, count - 1, count - 1]),
    edgeLink: Uint32Array.from(links, (i) => ((i + 1) << 4) | 2),
  }
  const owner = noOwners(count, 2)
  owner[0] = FIRST_OWNER
  owner[1] = FIRST_OWNER + 1
  const { task, pauses } = restlessTask()
  await spreadOwners(chain, owner, null, task)
  expect(owner[count - 1]).toBe(FIRST_OWNER + 1)
  expect(pauses()).toBeGreaterThan(1)
})

test('more owners than 16 bits can tell apart take 32 bits', () => {
  expect(noOwners(4, 0x1_0000 - FIRST_OWNER)).toBeInstanceOf(Uint16Array)
  expect(noOwners(4, 0x1_0001 - FIRST_OWNER)).toBeInstanceOf(Uint32Array)
})

test('what two owners lead to is shared, with all below it, but not what belongs to one for certain', async () => {
  const drawn = drawHeap(
    `
    a: object; b: object
    a -> x; b -> x; x -> y -> a
    a -> z
  `.concat('; root -> a'),
  )
  const owner = noOwners(drawn.snapshot.nodeCount, 2)
  owner[drawn.node('a')] = FIRST_OWNER
  owner[drawn.node('b')] = FIRST_OWNER + 1
  await spreadOwners(drawn.snapshot, owner, null, quietTask())
  expect(drawn.byKey(owner)).toEqual({ a: 2, b: 3, x: SHARED, y: SHARED, z: 2, root: NO_OWNER })
})
