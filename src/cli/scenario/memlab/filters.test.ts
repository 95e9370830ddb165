import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LeakPage } from '#engine/model/leak-rows.ts'
import { type LeakSeries, openLeakSeries } from '../../beside.ts'
import { Scratch } from '../../scratch.ts'
import { nodeHost } from '../../task-host.ts'
import { KEEPING_PROGRAM } from '../../testing/keeping-program.ts'
import { Collector } from '../../testing/memory-io.ts'
import { isDetachedLeak } from './detached-leak.ts'
import { FilterJudge, type MemlabFilters } from './filter-judge.ts'
import type { HeapEdge } from './heap-edge.ts'
import type { HeapNode } from './heap-node.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'

const FILES = ['baseline', 'target', 'final']
const folder = mkdtempSync(join(tmpdir(), 'filters-'))
const scratch = new Scratch()
let series: LeakSeries

beforeAll(async () => {
  execFileSync(process.execPath, ['-e', KEEPING_PROGRAM, folder])
  const io = {
    stdin: Readable.from([]),
    stdout: new Collector(false),
    stderr: new Collector(false),
    environment: {},
    scratch,
  }
  series = await openLeakSeries(
    FILES.map((name) => join(folder, `${name}.heapsnapshot`)),
    null,
    io,
  )
})
afterAll(() => {
  scratch.remove()
  rmSync(folder, { recursive: true })
})

const NONE: MemlabFilters = { beforeLeakFilter: null, leakFilter: null, retainerReferenceFilter: null }

function judged(filters: Partial<MemlabFilters>): Promise<LeakPage> {
  return series.last.judgedLeaks(series.keys, new FilterJudge({ ...NONE, ...filters }), nodeHost())
}

/** What the heap looks like to filters, once paths are known. */
async function heapOf(): Promise<{ snapshot: HeapSnapshot; ids: Set<number> }> {
  let found: { snapshot: HeapSnapshot; ids: Set<number> } | null = null
  await judged({ beforeLeakFilter: (snapshot, ids) => (found = { snapshot, ids: new Set(ids) }) })
  return found!
}

function firstNode(snapshot: HeapSnapshot, isIt: (node: HeapNode) => boolean): HeapNode {
  const found: HeapNode[] = []
  snapshot.nodes.forEach((node) => {
    if (isIt(node)) found.push(node)
    return found.length === 0
  })
  return found[0]!
}

/** The node that the global variable of this name holds. */
function variable(snapshot: HeapSnapshot, name: string): HeapNode {
  const has = (node: HeapNode, property: string): boolean => node.getReference(property, 'property') !== null
  const globals = firstNode(snapshot, (node) => has(node, 'cache') && has(node, 'orders'))
  return globals.getReferenceNode(name, 'property')!
}

const counts = ({ rows }: LeakPage): unknown[] => rows.map(({ className, count }) => [className, count])
const pathsOf = ({ rows }: LeakPage): unknown[] =>
  rows.map(({ representative: { path } }) => path.map(({ edge }) => String(edge?.name)))

describe('filters of memlab', () => {
  test('decide which of the objects that came and stayed are leaks, whatever they are', async () => {
    const asked: number[] = []
    const page = await judged({
      leakFilter(node, snapshot, ids) {
        asked.push(node.id)
        expect(snapshot.getNodeById(node.id)?.nodeIndex).toBe(node.nodeIndex)
        expect(ids.has(node.id)).toBe(true)
        return node.name === 'Session' || (node.type === 'concatenated string' && node.retainedSize > 0)
      },
    })
    expect(counts(page)).toEqual(
      expect.arrayContaining([
        ['Session', 5],
        ['(concatenated string)', 3],
      ]),
    )
    const { ids } = await heapOf()
    expect(asked).toEqual([...ids])
    expect(page.program.count + page.engine.count).toBeLessThan(20)
  })

  test('are told once before, and what beforeLeakFilter takes out is asked about no more', async () => {
    const calls: string[] = []
    const page = await judged({
      beforeLeakFilter(snapshot, ids) {
        calls.push('before')
        for (const id of ids) if (snapshot.getNodeById(id)!.name !== 'Order') ids.delete(id)
      },
      leakFilter(node, _, ids) {
        calls.push(`${node.name} of ${ids.size}`)
        return node.toStringNode() === null && node.id !== Math.min(...ids)
      },
    })
    // What was refused is no longer among them.
    expect(calls).toEqual(['before', 'Order of 3', 'Order of 2', 'Order of 1'])
    expect(page.rows).toEqual([])
  })

  test('decide what paths may go over: by another way, or not at all', async () => {
    const isWanted = (node: HeapNode): boolean => node.name === 'Order' || node.name === 'Lost'
    const plain = await judged({ leakFilter: isWanted })
    expect(counts(plain)).toEqual(
      expect.arrayContaining([
        ['Order', 3],
        ['Lost', 1],
      ]),
    )
    expect(pathsOf(plain).flat()).not.toContain('away')
    let used = 0
    let unused = 0
    const around = await judged({
      retainerReferenceFilter(edge, _, isReferenceUsedByDefault) {
        if (isReferenceUsedByDefault) used++
        else unused++
        return edge.name_or_index !== 'byName'
      },
      leakFilter: isWanted,
    })
    expect(counts(around)).toEqual([['Order', 3]])
    expect(pathsOf(around)[0]).toEqual(expect.arrayContaining(['far', 'away', 'list']))
    expect(used).toBeGreaterThan(unused)
    // A weak reference is on no path, though this filter lets it pass.
    expect(unused).toBeGreaterThan(0)
    expect(pathsOf(around).flat()).not.toContain('weakly')
  })

  test('see the path to where a reference starts while it is decided about it, and none to where it leads', async () => {
    const up = (node: HeapNode): (string | number)[] => {
      const edge = node.pathEdge
      return edge ? [...up(edge.fromNode), edge.name_or_index] : []
    }
    const told: unknown[] = []
    const asked = new Set<number>()
    await judged({
      retainerReferenceFilter(edge) {
        expect(asked.has(edge.edgeIndex)).toBe(false)
        asked.add(edge.edgeIndex)
        const { fromNode, toNode, name_or_index: name } = edge
        if (name === 'byName' && edge.type === 'property') {
          told.push([fromNode.hasPathEdge, up(fromNode).at(-1), toNode.hasPathEdge, toNode.pathEdge])
        }
        return true
      },
    })
    expect(told).toEqual([[true, 'orders', false, null]])
  })

  test.each<[string, Partial<MemlabFilters>]>([
    [
      "The scenario's leakFilter failed for Order @ID: no title.",
      {
        leakFilter(node) {
          if (node.name === 'Order') throw new Error('no title')
          return false
        },
      },
    ],
    [
      "The scenario's leakFilter failed for Lost @ID: it returns a promise, and must answer at once.",
      { leakFilter: (node) => node.name === 'Lost' && Promise.reject(new Error('late')) },
    ],
    [
      "The scenario's leakFilter failed for Lost @ID: Heapscope does not give filters node.detachState.",
      { leakFilter: (node) => node.name === 'Lost' && (node as never)['detachState'] },
    ],
    [
      "The scenario's beforeLeakFilter failed: it adds @1 to leakedNodeIds, which did not come and stay.",
      { beforeLeakFilter: (_, ids) => ids.add(1) },
    ],
    [
      "The scenario's beforeLeakFilter failed: not yet.",
      { beforeLeakFilter: () => Promise.reject(new Error('not yet')) },
    ],
    [
      "The scenario's retainerReferenceFilter failed for the reference byName from {byName, far} @ID to {order0, order1, order2, lost} @ID: it is odd.",
      {
        retainerReferenceFilter({ name_or_index: name }) {
          if (name === 'byName') throw new TypeError('it is odd.')
          return true
        },
      },
    ],
  ])('that fail are named with what it was about: %s', async (message, filters) => {
    const told = await judged(filters).then(
      () => null,
      (error: unknown) => (error as Error).message.replaceAll(/@\d{2,}/g, '@ID'),
    )
    expect(told).toBe(message)
  })
})

describe('a heap, as filters read it,', () => {
  test('is what the file says, node by node and edge by edge', async () => {
    const { snapshot } = await heapOf()
    const text = readFileSync(join(folder, 'final.heapsnapshot'), 'utf8')
    const file = JSON.parse(text) as {
      snapshot: { meta: { node_fields: string[]; node_types: string[][]; edge_types: string[][] } }
      nodes: number[]
      edges: number[]
      strings: string[]
    }
    const { node_fields: fields, node_types: nodeTypes, edge_types: edgeTypes } = file.snapshot.meta
    const width = fields.length
    const referrers = new Map<number, number[]>()
    const wrong: unknown[] = []
    const same = (stated: readonly unknown[], given: readonly unknown[]): void => {
      if (stated.some((value, i) => value !== given[i])) wrong.push([stated, given])
    }
    const [typeNames, edgeTypeNames] = [nodeTypes[0]!, edgeTypes[0]!]
    const at = Object.fromEntries(fields.map((name, i) => [name, i]))
    let edge = 0
    snapshot.nodes.forEach((node, index) => {
      const field = (name: string): number => file.nodes[index * width + at[name]!]!
      const name = (node.is_detached ? 'Detached ' : '') + file.strings[field('name')]!
      same(
        [index, field('id'), typeNames[field('type')], name, field('self_size'), field('edge_count')],
        [node.nodeIndex, node.id, node.type, node.name, node.self_size, node.edge_count],
      )
      same([field('trace_node_id')], [node.trace_node_id])
      for (const reference of node.references) {
        const [edgeType, nameOrIndex, target] = [0, 1, 2].map((i) => file.edges[3 * edge + i]!)
        const type = edgeTypeNames[edgeType!]!
        const isIndex = type === 'element' || type === 'hidden'
        const to = target! / width
        same(
          [edge, type, isIndex, isIndex ? nameOrIndex : file.strings[nameOrIndex!], to, index],
          [
            ...[reference.edgeIndex, reference.type, reference.is_index, reference.name_or_index],
            ...[reference.to_node, reference.fromNode.nodeIndex],
          ],
        )
        const into = referrers.get(to)
        if (into) into.push(edge)
        else referrers.set(to, [edge])
        edge++
      }
    })
    snapshot.nodes.forEach((node, index) => {
      const into = (referrers.get(index) ?? []).toReversed()
      same([into.length], [node.numOfReferrers])
      if (into.length < 100) {
        same(
          into,
          node.referrers.map(({ edgeIndex }) => edgeIndex),
        )
      }
    })
    expect(wrong.slice(0, 5)).toEqual([])
    expect([snapshot.nodes.length, snapshot.edges.length]).toEqual([file.nodes.length / width, edge])
    expect([snapshot.nodes.get(-1), snapshot.edges.get(edge)]).toEqual([null, null])
  })

  test('is searched along its references', async () => {
    const { snapshot } = await heapOf()
    const orders = variable(snapshot, 'orders')
    const byName = orders.getReferenceNode('byName')!
    expect(orders.getReference('byName', 'element')).toBeNull()
    expect(orders.getReference('none')).toBeNull()
    const order = byName.getReferenceNode('order1', 'property')!
    expect(order.name).toBe('Order')
    expect(order.getAnyReferrer('order1', 'property')!.fromNode.id).toBe(byName.id)
    expect(order.getAnyReferrerNode('order1')!.id).toBe(byName.id)
    expect(order.getReferrers('order1').map(({ type }) => type)).toEqual(['property'])
    expect(order.getReferrerNodes('order1').map(({ id }) => id)).toEqual([byName.id])
    expect(order.findAnyReferrerNode(({ type }) => type === 'array')!.name).toMatch(/^\(object elements\)/)
    expect(order.findReferrerNodes(({ id }) => id === byName.id)).toHaveLength(1)
    expect(order.findReferrers(({ name_or_index: name }) => name === 1)).toHaveLength(1)
    expect(order.findAnyReferrer(() => false)).toBeNull()
    const title = order.findAnyReference(({ name_or_index: name }) => name === 'title')!.toNode
    expect(title.toStringNode()!.stringValue).toBe('Order of the day 1')
    const seen: unknown[] = []
    byName.forEachReference((edge) => {
      seen.push(edge.name_or_index)
      return { stop: seen.length === 2 }
    })
    expect(seen).toHaveLength(2)
    let times = 0
    order.forEachReferrer(() => ({ stop: ++times === 1 }))
    expect(times).toBe(1)
    const ids = [order.id, 4, byName.id]
    expect(snapshot.getNodesByIds(ids).map((node) => node?.id ?? null)).toEqual([order.id, null, byName.id])
    expect([...snapshot.getNodesByIdSet(new Set(ids))].map(({ id }) => id)).toEqual([order.id, byName.id])
    expect(snapshot.getAnyObjectWithClassName('Order')!.type).toBe('object')
    expect(snapshot.hasObjectWithClassName('Nothing')).toBe(false)
    expect(snapshot.hasObjectWithPropertyName('byName')).toBe(true)
    expect(snapshot.hasObjectWithPropertyName('bySize')).toBe(false)
    expect(snapshot.hasObjectWithPropertyName(1)).toBe(true)
    expect(snapshot.hasObjectWithPropertyName(123_456)).toBe(false)
  })

  test('has paths, dominators, sizes and places', async () => {
    const { snapshot } = await heapOf()
    const session = snapshot.getAnyObjectWithClassName('Session')!
    const up: (string | number)[] = []
    let at = session
    for (let edge: HeapEdge | null = at.pathEdge; edge; edge = at.pathEdge) {
      expect(edge.toNode.id).toBe(at.id)
      up.push(edge.name_or_index)
      at = edge.fromNode
    }
    expect(up).toEqual(expect.arrayContaining(['table', 'entries', 'cache']))
    expect([at.nodeIndex, at.hasPathEdge, at.dominatorNode.id]).toEqual([0, false, at.id])
    const rows = session.getReferenceNode('rows')!
    expect(rows.dominatorNode.id).toBe(session.id)
    expect(session.retainedSize).toBeGreaterThan(session.self_size + rows.self_size)
    const take = firstNode(snapshot, ({ type, name }) => type === 'closure' && name === 'take')
    const line = KEEPING_PROGRAM.split('\n').findIndex((text) => text.startsWith('const take'))
    const { location } = take
    expect([location!.line, location!.column, location!.node.name]).toEqual([line, 13, 'take'])
    expect(location!.script_id).toBeGreaterThan(0)
    expect(rows.location).toBeNull()
    expect(JSON.parse(location!.toJSONString())).toMatchObject({ line, node: { name: 'take' } })
    expect(JSON.parse(session.toJSONString())).toMatchObject({ name: 'Session', outGoingEdgeCount: 3 })
    expect(JSON.parse(session.pathEdge!.toJSONString())).toMatchObject({ toNode: { name: 'Session' } })
  })

  test('tells unmounted fibers, tagged objects and texts', async () => {
    const { snapshot } = await heapOf()
    const old = variable(snapshot, 'old')
    expect([old.is_detached, old.name]).toEqual([true, 'Detached FiberNode'])
    const mounted = variable(snapshot, 'react').getReferenceNode('current')!.getReferenceNode('child')!
    expect([mounted.is_detached, mounted.name]).toEqual([false, 'FiberNode'])
    const waiting = variable(snapshot, 'waiting').getReferenceNode('stateNode')!
    expect(waiting.is_detached).toBe(true)
    expect([old, mounted, waiting].map(isDetachedLeak)).toEqual([true, false, false])
    expect(snapshot.hasObjectWithTag('kept')).toBe(true)
    expect(snapshot.hasObjectWithTag('freed')).toBe(false)
    expect(snapshot.hasObjectWithTag('none')).toBe(false)
    const flat = variable(snapshot, 'flat').toStringNode()!
    expect(flat.stringValue).toMatch(/^one text, \d+ and another$/)
    const part = variable(snapshot, 'part').toStringNode()!
    expect(part.type).toBe('sliced string')
    expect(part.stringValue).toMatch(/^<sliced string of @\d+>$/)
    expect(JSON.parse(part.toJSONString())).toMatchObject({ stringValue: part.stringValue })
  })

  test('fails by name where something else is read or anything changed, and can be printed and awaited', async () => {
    const { snapshot } = await heapOf()
    const node = variable(snapshot, 'flat')
    const edge = snapshot.edges.get(0)!
    const read = (from: object, name: string) => () => Reflect.get(from, name) as unknown
    const write = (to: object, name: string) => () => Reflect.set(to, name, 1)
    expect(read(node, 'shallow')).toThrow('Heapscope does not give filters node.shallow')
    expect(read(node.toStringNode()!, 'shallow')).toThrow('Heapscope does not give filters node.shallow')
    expect(read(edge, 'name')).toThrow('Heapscope does not give filters edge.name')
    expect(read(snapshot, 'snapshot')).toThrow('Heapscope does not give filters snapshot.snapshot')
    expect(read(snapshot.nodes, 'map')).toThrow('Heapscope does not give filters list.map')
    expect(write(node, 'highlight')).toThrow('filters cannot change node.highlight')
    expect(write(node, 'retainedSize')).toThrow('filters cannot change node.retainedSize')
    expect(write(node.toStringNode()!, 'stringValue')).toThrow('filters cannot change node.stringValue')
    expect('shallow' in node).toBe(false)
    expect(inspect(node)).toContain(`id: ${node.id}`)
    expect(inspect(snapshot.nodes)).toBe(`{ length: ${snapshot.nodes.length} }`)
    expect(await Promise.resolve(node)).toBe(node)
  })
})
