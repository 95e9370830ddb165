import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InnerEdge } from './edge-names.ts'
import { weakEdges } from './weak-edges.ts'

const edge = (from: number, to: number, name: string, canBeWeak = true): InnerEdge => ({
  from,
  to,
  name,
  canBeWeak,
  isItem: name.endsWith('[…]'),
})

const NAMES = ['A.x', 'A.y', 'B.x', 'B.y', 'C[…]'] as const
const graphs = fc.array(
  fc
    .tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 }), fc.constantFrom(...NAMES))
    .map(([from, to, name]) => edge(from, to, name)),
  { minLength: 1, maxLength: 14 },
)

/** Whether no way leads from a node back to it. */
function isAcyclic(edges: readonly InnerEdge[]): boolean {
  return edges.every(({ from, to }) => {
    const reached = new Set([to])
    for (const node of reached) for (const way of edges) if (way.from === node) reached.add(way.to)
    return !reached.has(from)
  })
}

/** How many names have to go, all sets tried. */
function bruteSize(edges: readonly InnerEdge[]): number {
  const sizes = Array.from({ length: 1 << NAMES.length }, (_, bits) => {
    const gone = new Set<string>(NAMES.filter((__, i) => ((bits >> i) & 1) === 1))
    return isAcyclic(edges.filter(({ name }) => !gone.has(name))) ? gone.size : Number.POSITIVE_INFINITY
  })
  return Math.min(...sizes)
}

test('the names found leave no cycle, and no smaller set does', () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      fc.pre(!isAcyclic(edges))
      const found = weakEdges(edges, new Set([edges[0]!.from]))!
      const gone = new Set(found.edges.map(({ name }) => name))
      expect(isAcyclic(edges.filter(({ name }) => !gone.has(name)))).toBe(true)
      expect(found.isSmallest).toBe(true)
      expect(found.edges.length).toBe(bruteSize(edges))
    }),
    { numRuns: 500 },
  )
})

test('of two sets of one size the one after which all is still held is taken', () => {
  const edges = [edge(0, 1, 'Parent.children'), edge(1, 2, 'Parent.children[…]'), edge(2, 0, 'Child.parent')]
  expect(weakEdges(edges, new Set([0]))).toEqual({
    edges: [{ name: 'Child.parent', count: 1 }],
    isSmallest: true,
    keepsAll: true,
  })
})

test('where there is too much to try, a small set is found and called that', () => {
  // 24 rings of two names each need 24 names; all smaller sets are too many to try.
  const edges = Array.from({ length: 24 }, (_, ring) => [
    edge(0, ring + 1, `Hub.${ring}`),
    edge(ring + 1, 0, `Spoke${ring}.hub`),
  ]).flat()
  const found = weakEdges(edges, new Set([0]))!
  expect(found).toMatchObject({ isSmallest: false, keepsAll: true })
  expect(found.edges.map(({ name }) => name).sort()).toEqual(
    Array.from({ length: 24 }, (_, ring) => `Spoke${ring}.hub`).sort(),
  )
})

test('nothing is proposed where a cycle runs through what cannot be made weak', () => {
  expect(
    weakEdges([edge(0, 1, 'Box.__dict__', false), edge(1, 0, 'dict[…]', false)], new Set([0])),
  ).toBeNull()
})
