import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { NO_DISTANCE } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { snapshotFromJson } from '../testing/json-snapshot.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { analyzeGraph } from './analyze.ts'
import { propagateDetachedness } from './detachedness.ts'
import { adjustShallowSizes } from './shallow-sizes.ts'

const folder = fileURLToPath(new URL('../../../fixtures/truth/', import.meta.url))
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.heapsnapshot'))
  .map((file) => file.replace('.heapsnapshot', ''))

/** What DevTools' worker said of one node. */
interface NodeTruth {
  readonly key: string
  readonly id: number
  readonly self: number
  readonly retained: number
  readonly distance: number
  readonly idom: string
  readonly detachedness: number
}

function load(name: string): { snapshot: Snapshot; truth: NodeTruth[] } {
  const snapshot = snapshotFromJson(readFileSync(`${folder}${name}.heapsnapshot`, 'utf8'))
  const oracle = JSON.parse(readFileSync(`${folder}${name}.oracle.json`, 'utf8')) as { nodes: NodeTruth[] }
  return { snapshot, truth: oracle.nodes }
}

/** What we say of each node, in the oracle's words and in its order. */
async function analyze(snapshot: Snapshot, truth: readonly NodeTruth[]): Promise<NodeTruth[]> {
  const detachedness = await propagateDetachedness(snapshot, quietTask())
  const shallowSize = await adjustShallowSizes(snapshot, quietTask())
  const { graph } = await analyzeGraph(snapshot, shallowSize, quietTask())
  const keys = new Map(truth.map(({ id, key }) => [id, key]))
  return truth.map(({ key, id }) => {
    const node = snapshot.nodeId.indexOf(id)
    const distance = graph.distance[node]!
    return {
      key,
      id,
      self: shallowSize[node]!,
      retained: graph.retainedSize[node]!,
      distance: distance === NO_DISTANCE ? -5 : distance,
      idom: keys.get(snapshot.nodeId[graph.dominator[node]!]!)!,
      detachedness: detachedness[node]!,
    }
  })
}

function sameFields({ key, id, self, retained, distance, idom, detachedness }: NodeTruth): NodeTruth {
  return { key, id, self, retained, distance, idom, detachedness }
}

function withoutSizes(node: NodeTruth): NodeTruth {
  return { ...sameFields(node), self: 0, retained: 0 }
}

describe('every node of a small heap is as DevTools says', () => {
  test('all cases are there', () => {
    expect(cases.length).toBe(16)
  })

  test.each(cases.filter((name) => name !== 'big_self_size'))('%s', async (name) => {
    const { snapshot, truth } = load(name)
    expect(truth.length).toBe(snapshot.nodeCount)
    expect(await analyze(snapshot, truth)).toEqual(truth.map(sameFields))
  })

  test('big_self_size, but for sizes past 2^32, which are right here', async () => {
    const { snapshot, truth } = load('big_self_size')
    const own = await analyze(snapshot, truth)
    const sizes = Object.fromEntries(own.map(({ key, self, retained }) => [key, [self, retained]]))
    expect(sizes).toEqual({
      root: [0, 11_000_000_100],
      gc: [0, 0],
      win: [100, 11_000_000_100],
      a: [6_000_000_000, 6_000_000_000],
      b: [0, 0],
      c: [5_000_000_000, 5_000_000_000],
    })
    expect(own.map(withoutSizes)).toEqual(truth.map(withoutSizes))
  })
})
