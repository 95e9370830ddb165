import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../analyses/digest.ts'
import { objectCells } from '../analyses/dominator-cells.ts'
import { groupCells } from '../analyses/group-cells.ts'
import { trimCells } from '../analyses/trim-cells.ts'
import { besideBase } from '../beside.ts'
import { type Comparison, NO_NODE } from '../model/digest.ts'
import type { TreeCell } from '../model/dominator-rows.ts'
import type { Change, Growth } from '../model/growth.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { heapPair, type HeapPair, heapsOf } from '../testing/heap-pair.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { growthBeneath } from './growth.ts'
import { findOwners } from './owners.ts'

const pairs = heapPair(20)
/** Each run makes two whole heaps. */
const RUNS = { numRuns: 60 }
const ALL = { minSize: 1, minShare: 0, maxCells: 1e6, maxDepth: 1e6 }

async function grownOf(heaps: HeapPair) {
  const { base, target } = heaps
  const source = { digest: (paths: boolean) => digestOf(base, 'base', { paths }, quietTask()) }
  const { comparison } = await besideBase(
    (paths, task) => digestOf(target, 'target', { paths }, task),
    source,
    'id',
    QUIET_HOST,
  )
  const { dominator, dominated } = target.ready.graph
  const { shallowSize, snapshot } = target
  const tree = { dominator, dominated, shallowSize, root: snapshot.root }
  return { comparison, growth: await growthBeneath(tree, comparison, quietTask()) }
}

describe('the growth of every object', () => {
  test('is what a count of all beneath it by hand says', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (specs) => {
        const heaps = await heapsOf(specs)
        const { comparison, growth } = await grownOf(heaps)
        const own = ownByHand(heaps, comparison)
        const { dominator } = heaps.target.ready.graph
        for (const node of dominator.keys()) {
          const beneath = [...dominator.keys()].filter((below) => isBeneath(below, node, dominator))
          const isNew = (below: number) => comparison.counterpart[below] === NO_NODE
          expect(growth.growth[node]).toBe(sum(beneath, (below) => own[below]!))
          expect(growth.added[node]).toBe(
            sum(beneath.filter(isNew), (below) => heaps.target.shallowSize[below]!),
          )
        }
      }),
      RUNS,
    )
  })

  test('is at the root the change of the whole heap, and agrees with what owners are told', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (specs) => {
        const heaps = await heapsOf(specs)
        const { comparison, growth } = await grownOf(heaps)
        const { base, target } = heaps
        const total = (sizes: ArrayLike<number>) => sum(Array.from(sizes), (size) => size)
        expect(growth.growth[target.snapshot.root]).toBe(total(target.shallowSize) - total(base.shallowSize))
        const { dominator, retainedSize } = target.ready.graph
        const { shallowSize, table } = target
        const isEngines = table.classes.map(() => false)
        const owned = { dominator, shallowSize, retainedSize, classOf: table.classOf, isEngines }
        const owners = await findOwners(owned, comparison, quietTask())
        expect(growth.added[target.snapshot.root]).toBe(total(owners.addedSize))
      }),
      RUNS,
    )
  })
})

describe('the growth of cells', () => {
  test('by object is that of the objects, and adds up, however much is gathered', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.integer({ min: 1, max: 8 }), async (specs, maxCells) => {
        const heaps = await heapsOf(specs)
        const { target } = heaps
        const { growth } = await grownOf(heaps)
        const limits = { ...ALL, maxCells }
        const { cells } = await objectCells(target, target.snapshot.root, limits, quietTask(), growth)
        for (const { subject, growth: change } of cells) {
          if (subject.what !== 'object') throw new Error('This is a group.')
          expect(change!.whole).toEqual(changeOf(growth, [subject.node.node]))
        }
        expectSums(cells)
      }),
      RUNS,
    )
  })

  test('by class is that of their objects, and adds up when cells are gathered afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.integer({ min: 1, max: 8 }), async (specs, maxCells) => {
        const heaps = await heapsOf(specs)
        const { target } = heaps
        const { growth } = await grownOf(heaps)
        const place = { by: 'class', node: null, path: [] } as const
        const whole = await groupCells(target, place, ALL, quietTask(), growth)
        expect(whole.cells[0]!.growth!.whole).toEqual(changeOf(growth, [target.snapshot.root]))
        expectSums(whole.cells)
        for (const { size, growth: change } of whole.cells) {
          // What of it was there before, and what came, are both parts of something.
          expect(size - change!.whole.growth).toBeGreaterThanOrEqual(0)
          expect(change!.whole.added).toBeLessThanOrEqual(size)
        }
        const trimmed = trimCells(whole, { ...ALL, maxCells })
        expect(trimmed).toEqual(
          maxCells < whole.cells.length
            ? await groupCells(target, place, { ...ALL, maxCells }, quietTask(), growth)
            : { ...whole, maxDepth: ALL.maxDepth },
        )
        expectSums(trimmed.cells)
      }),
      RUNS,
    )
  })
})

/** A cell's whole is its own, its rest and the cells right below. */
function expectSums(cells: readonly TreeCell[]): void {
  for (const [at, { growth }] of cells.entries()) {
    const below = cells.filter(({ parent }) => parent === at).map((cell) => cell.growth!.whole)
    const parts = [growth!.own, growth!.rest, ...below]
    expect(sum(parts, (part) => part.growth)).toBe(growth!.whole.growth)
    expect(sum(parts, (part) => part.added)).toBe(growth!.whole.added)
  }
}

function changeOf({ growth, added }: Growth, nodes: readonly number[]): Change {
  return { growth: sum(nodes, (node) => growth[node]!), added: sum(nodes, (node) => added[node]!) }
}

/** By node of the target: what it grew by itself, and with what it owned in the base. */
function ownByHand({ base, target }: HeapPair, { counterpart }: Comparison): number[] {
  const above = base.ready.graph.dominator
  const isMatched = (node: number) => counterpart.includes(node)
  return Array.from(target.shallowSize, (size, node) => {
    const twin = counterpart[node]!
    if (twin === NO_NODE) return size
    const deleted = [...above.keys()].filter((there) => {
      if (isMatched(there)) return false
      let owner = there
      while (!isMatched(owner)) owner = above[owner]!
      return owner === twin
    })
    return size - base.shallowSize[twin]! - sum(deleted, (there) => base.shallowSize[there]!)
  })
}

function isBeneath(node: number, top: number, dominator: Uint32Array): boolean {
  for (let at = node; ; at = dominator[at]!) {
    if (at === top) return true
    if (dominator[at] === at) return false
  }
}

function sum<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0)
}
