import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_NODE, type PathKeys } from '../model/digest.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { noMatches } from './match-keys.ts'
import { matchPaths } from './match-paths.ts'

/** What one node is called. Few of each, so that many are alike. */
interface Called {
  readonly path: number
  readonly content: number
}

const called = fc.record({ path: fc.nat({ max: 5 }), content: fc.constantFrom(0, 1, 2 ** 32 - 1) })
/** Nodes in their order, which is not that of their file. */
const heap = fc.array(called, { minLength: 1, maxLength: 24 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    order: fc.shuffledSubarray([...nodes.keys()], { minLength: nodes.length }),
    // Each heap numbers what it has in its own way.
    shift: fc.nat({ max: 3 }),
  }),
)

interface Heap {
  readonly nodes: readonly Called[]
  readonly order: readonly number[]
  readonly shift: number
}

/** Two paths in three end with one step. */
const stepOf = (path: number): number => path % 3

function keysOf({ nodes, order, shift }: Heap): PathKeys {
  const paths = [...new Set(nodes.map(({ path }) => path))]
  const own = paths.map((_, i) => paths[(i + shift) % paths.length]!)
  const keys = [...new Set(nodes.map(({ path, content }) => `${path} ${content}`))]
  const parts = keys.map((key) => key.split(' ').map(Number))
  return {
    order: Uint32Array.from(order),
    key: Uint32Array.from(nodes, ({ path, content }) => keys.indexOf(`${path} ${content}`)),
    path: Uint32Array.from(parts, ([path]) => own.indexOf(path!)),
    content: Uint32Array.from(parts, ([, content]) => content!),
    low: Uint32Array.from(own, (path) => path % 2),
    high: Uint32Array.from(own, (path) => path),
    step: Uint32Array.from(own, stepOf),
  }
}

/** By place in the target: the place in the base, or -1. */
function matchedByHand(base: readonly Called[], target: readonly Called[]): number[] {
  const found = target.map(() => -1)
  const rounds = [
    ({ path, content }: Called) => `${path} ${content}`,
    ({ path }: Called) => `${path}`,
    ({ path, content }: Called) => `${stepOf(path)} ${content}`,
  ]
  for (const nameOf of rounds) {
    for (const [place, node] of target.entries()) {
      if (found[place] !== -1) continue
      found[place] = base.findIndex((other, at) => !found.includes(at) && nameOf(other) === nameOf(node))
    }
  }
  return found
}

test('nodes are matched by path and content, then path, then step and content, the first with the first', async () => {
  await fc.assert(
    fc.asyncProperty(heap, heap, async (base, target) => {
      const matches = noMatches(base.nodes.length, target.nodes.length)
      await matchPaths(keysOf(base), keysOf(target), matches, quietTask())
      const expectedInBase = target.nodes.map(() => NO_NODE)
      const expectedInTarget = base.nodes.map(() => NO_NODE)
      for (const [place, found] of matchedByHand(base.nodes, target.nodes).entries()) {
        if (found === -1) continue
        expectedInBase[target.order[place]!] = base.order[found]!
        expectedInTarget[base.order[found]!] = target.order[place]!
      }
      expect([...matches.inBase]).toEqual(expectedInBase)
      expect([...matches.inTarget]).toEqual(expectedInTarget)
    }),
    { numRuns: 300 },
  )
})
