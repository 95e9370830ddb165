import { beforeAll, describe, expect, test } from 'vitest'
import { Task } from './base/task.ts'
import { readCapture } from './format/open.ts'
import type { ClassRow, NodeRow } from './model/rows.ts'
import type { Session } from './session.ts'
import { CAPTURES, captureSource, openCapture, QUIET_HOST } from './testing/captures.ts'

const EVERYTHING = { start: 0, end: 10_000_000 }

/** What each file's header says, read by eye. */
const COUNTS: Record<string, { readonly nodes: number; readonly edges: number }> = {
  'bun-1.4.5.heapsnapshot.gz': { nodes: 6207, edges: 16_413 },
  'chrome-156-closures.heapsnapshot.gz': { nodes: 30_716, edges: 135_694 },
  'chrome-156-shop.heapsnapshot.gz': { nodes: 41_142, edges: 206_038 },
  'chrome-156-target.heapsnapshot.gz': { nodes: 36_861, edges: 164_121 },
  'chrome-156.heaptimeline.gz': { nodes: 35_368, edges: 160_396 },
  'deno-2.9.6-target.heapsnapshot.gz': { nodes: 109_266, edges: 454_740 },
  'node-12.22.12-target.heapsnapshot.gz': { nodes: 35_760, edges: 145_409 },
  'node-16.20.2-target.heapsnapshot.gz': { nodes: 46_124, edges: 183_435 },
  'node-22.20.0-target.heapsnapshot.gz': { nodes: 64_941, edges: 264_521 },
  'node-24.9.0-target.heapsnapshot.gz': { nodes: 63_899, edges: 261_784 },
  'node-26.10.0-target.heapsnapshot.gz': { nodes: 70_841, edges: 292_037 },
}

test('every capture has its counts here', () => {
  expect(CAPTURES.toSorted()).toEqual(Object.keys(COUNTS).toSorted())
})

describe.each(CAPTURES)('%s', (name) => {
  let session: Session

  beforeAll(async () => {
    session = await openCapture(name)
  })

  test('has the nodes and edges that its header promises', () => {
    const { nodes, edges } = session.summary()
    expect({ nodes, edges }).toEqual(COUNTS[name])
  })

  test('adds up to the sum of the sizes in the file, by classes, by kinds and from the root', async () => {
    const { snapshot } = await readCapture(captureSource(name), new Task(QUIET_HOST))
    const total = sum(Array.from(snapshot.selfSize))
    expect(session.summary().shallowSize).toBe(total)
    expect(sum(session.classes(EVERYTHING).rows.map((row) => row.shallowSize))).toBe(total)
    expect(sum(session.kinds().map((row) => row.shallowSize))).toBe(total)
    expect(session.object(snapshot.root).node.retainedSize).toBe(total)
  })

  test('names every phase of opening it once', () => {
    const phases = session.summary().phases.map((phase) => phase.name)
    expect(new Set(phases).size).toBe(phases.length)
    expect(phases[0]).toBe('read')
  })
})

/** `leak-a.cjs` keeps these, by construction. */
describe.each(CAPTURES.filter((name) => /^(node|deno)-/.test(name)))('%s, made by leak-a.cjs', (name) => {
  let session: Session

  beforeAll(async () => {
    session = await openCapture(name)
  })

  test('holds 410 objects of class Session, each with the global cache on its path', async () => {
    const sessions = await instancesOf(session, 'Session')
    expect(sessions.length).toBe(410)
    for (const { node } of [sessions[0]!, sessions.at(-1)!]) {
      const path = session.object(node).path?.map((step) => step.edge?.name)
      expect(path).toContain('cache')
    }
  })

  test('holds 410 closures onEvent, each of which keeps an array of 500 elements', async () => {
    const closures = (await instancesOf(session, 'Function')).filter((row) => row.name === 'onEvent')
    expect(closures.length).toBe(410)
    expect(Math.min(...closures.map((row) => row.retainedSize!))).toBeGreaterThan(500 * 4)
  })

  test('holds 2,000 objects of class Point', async () => {
    expect((await instancesOf(session, 'Point')).length).toBe(2000)
  })

  test('holds one Cache, whose entries are most of what it keeps', async () => {
    const [cache, ...others] = await instancesOf(session, 'Cache')
    expect(others).toEqual([])
    const entries = session
      .references(cache!.node, EVERYTHING)
      .rows.find((edge) => edge.edgeName === 'entries')!
    expect(entries.node.className).toBe('Map')
    expect(entries.node.retainedSize! / cache!.retainedSize!).toBeGreaterThan(0.9)
  })
})

describe('chrome-156-target.heapsnapshot.gz, a page that keeps removed rows', () => {
  let session: Session

  beforeAll(async () => {
    session = await openCapture('chrome-156-target.heapsnapshot.gz')
  })

  test('holds 253 objects of class Row', async () => {
    expect((await instancesOf(session, 'Row')).length).toBe(253)
  })

  test('names the list item of each, which was removed, as detached', () => {
    const items = session.classes({ ...EVERYTHING, filter: '/^Detached <li>$/' }).rows
    expect(items.map((row) => row.count)).toEqual([253])
  })
})

async function instancesOf(session: Session, className: string): Promise<readonly NodeRow[]> {
  const rows: readonly ClassRow[] = session.classes(EVERYTHING).rows
  const found: NodeRow[] = []
  for (const { name, key } of rows) {
    if (name === className) found.push(...(await session.instances(key, EVERYTHING, QUIET_HOST)).rows)
  }
  return found
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
