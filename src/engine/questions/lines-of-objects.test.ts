import { expect, test } from 'vitest'
import type { LineGrouping } from '../model/line-rows.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { type SampleFile, sampleFile, sourceOf } from '../testing/sample-text.ts'
import { openForQuestions } from '../testing/saving.ts'

/** A capture of Python whose objects tell their stacks; one frame without a file stands above all. */
function pythonFile(): SampleFile {
  const file = sampleFile()
  const meta = file.snapshot['meta'] as { node_fields: string[] }
  meta.node_fields = ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness', 'trace_node_id']
  const traces = [0, 4, 4, 3, 0]
  const sizes = [0, 16, 24, 100, 7]
  file.nodes = traces.flatMap((trace, node) => {
    const fields = file.nodes.slice(6 * node, 6 * node + 6)
    return [...fields.slice(0, 3), sizes[node]!, ...fields.slice(4), trace]
  })
  file.edges = file.edges.map((value, i) => (i % 3 === 2 ? (value / 6) * 7 : value))
  file.locations = []
  file.scopes = []
  file.scope_context_vars = []
  file.scope_uses = []
  file.strings.push('app.py', 'make', 'main')
  // prettier-ignore
  file.trace_function_infos = [
    0, 0, 0, 0, 0, 0,
    1, 8, 7, 0, 3, 0,
    2, 9, 7, 0, 9, 0,
  ]
  file.trace_tree = [1, 0, 0, 0, [3, 2, 9, 900, [4, 1, 9, 900, []]]]
  file.snapshot['py'] = { format: 1, pageTable: [0] }
  return file
}

const openPython = () => openForQuestions(sourceOf([new TextEncoder().encode(JSON.stringify(pythonFile()))]))

async function lines(grouping: LineGrouping, only: string | null = null) {
  const session = await openPython()
  const terms = only === null ? null : [{ op: '+' as const, query: only }]
  const request = { start: 0, end: 9 }
  const page = await session.ask('allocationLines', [[], grouping, request, terms], QUIET_HOST)
  return page.rows.map(({ frames, size, count }) => [
    frames.map(({ file, line }) => (line === null ? file : `${file}:${line}`)).join(' '),
    size,
    count,
  ])
}

/** The ids of the objects that rows say they stand for. */
async function objects(grouping: LineGrouping, filter: string) {
  const session = await openPython()
  const page = await session.ask('allocationLines', [[], grouping, { start: 0, end: 9, filter }], QUIET_HOST)
  return Promise.all(
    page.rows.map(async ({ query, size }) => {
      const { rows } = await session.objects({ start: 0, end: 9, filter: query! }, QUIET_HOST)
      expect(rows.reduce((sum, { shallowSize }) => sum + shallowSize, 0)).toBe(size)
      return rows.length
    }),
  )
}

test('lines of a capture count the objects that live, whatever was allocated', async () => {
  expect(await lines({ by: 'line' })).toEqual([
    ['app.py:9', 100, 1],
    ['app.py:3', 40, 2],
  ])
  expect(await lines({ by: 'line', cumulative: true })).toEqual([
    ['app.py:9', 140, 3],
    ['app.py:3', 40, 2],
  ])
})

test('a frame without a file is in no row and no traceback', async () => {
  expect(await lines({ by: 'traceback' })).toEqual([
    ['app.py:9', 100, 1],
    ['app.py:3 app.py:9', 40, 2],
  ])
  expect(await lines({ by: 'file', cumulative: true })).toEqual([['app.py', 180, 5]])
})

test('lines of a selection are those of its objects', async () => {
  expect(await lines({ by: 'line' }, 'size:16')).toEqual([['app.py:3', 16, 1]])
})

test('a row finds its objects, cumulative, filtered or neither', async () => {
  expect(await objects({ by: 'line' }, '')).toEqual([1, 2])
  expect(await objects({ by: 'line', cumulative: true }, '')).toEqual([3, 2])
  expect(await objects({ by: 'line', cumulative: true }, 'line:3')).toEqual([2, 2])
  expect(await objects({ by: 'traceback' }, 'frame:"app.py:9" -line:9')).toEqual([2])
})
