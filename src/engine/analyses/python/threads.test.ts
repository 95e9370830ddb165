import { expect, test } from 'vitest'
import { QUIET_HOST } from '../../testing/captures.ts'
import { openPythonCapture, openContent } from '../../testing/python-captures.ts'
import { pythonText } from '../../testing/python-text.ts'

/** A thread whose call and caller share a value, with a dictionary of its own. */
const TEXT = pythonText(
  [
    {
      type: 'synthetic',
      name: '',
      address: 0,
      edges: [
        ['element', 0, 1],
        ['element', 1, 5],
      ],
    },
    { type: 'synthetic', name: '(threads)', address: 8, edges: [['element', 0, 2]] },
    {
      type: 'synthetic',
      name: 'thread my worker (7)',
      address: 16,
      edges: [
        ['element', 0, 3],
        ['element', 1, 4],
      ],
    },
    {
      type: 'synthetic',
      name: 'inner (/srv/a (b).py:12)',
      address: 24,
      edges: [
        ['property', 'rows', 6],
        ['property', 'shared', 7],
      ],
    },
    { type: 'synthetic', name: 'outer (/srv/a (b).py:3)', address: 32, edges: [['property', 'shared', 7]] },
    {
      type: 'synthetic',
      name: '(thread locals)',
      address: 40,
      edges: [['property', 'thread my worker (7)', 8]],
    },
    { name: 'list', address: 0x7f00_0000_0000, size: 100 },
    { name: 'bytearray', address: 0x7f00_0000_0100, size: 1000 },
    {
      name: 'dict',
      address: 0x7f00_0000_0200,
      size: 64,
      edges: [
        ['property', 'buffer', 9],
        ['internal', 'key', 10],
      ],
    },
    { name: 'bytearray', address: 0x7f00_0000_0300, size: 500 },
    { type: 'string', name: 'buffer', address: 0x7f00_0000_0400, size: 50 },
  ],
  { threads: [{ id: 7, name: 'my worker', daemon: true }] },
)

test('a call retains what its caller does not hold too', async () => {
  const session = await openContent(TEXT)
  const [thread, ...others] = await session.ask('threads', [], QUIET_HOST)
  expect(others).toEqual([])
  expect(thread).toMatchObject({ name: 'my worker', id: 7, daemon: true, retainedSize: 1100 })
  expect(
    thread!.frames.map(({ name, file, line, retainedSize, values }) => [
      name,
      file,
      line,
      retainedSize,
      values.map((local) => [local.name, local.node.retainedSize]),
    ]),
  ).toEqual([
    [
      'inner',
      '/srv/a (b).py',
      12,
      100,
      [
        ['rows', 100],
        ['shared', 1000],
      ],
    ],
    ['outer', '/srv/a (b).py', 3, 0, [['shared', 1000]]],
    ['(thread locals)', null, null, 614, [['buffer', 500]]],
  ])
})

test('calls are listed thread by thread, filtered, and select their variables', async () => {
  const session = await openContent(TEXT)
  const list = async (filter: string) =>
    (await session.ask('frames', [{ start: 0, end: 10, filter }], QUIET_HOST)).rows
  expect((await list('')).map(({ name }) => name)).toEqual(['inner', 'outer', '(thread locals)'])
  const [inner] = await list('function:inner retained:>50')
  const { rows } = await session.ask(
    'selected',
    [[{ op: '+', query: inner!.query }], { start: 0, end: 9 }],
    QUIET_HOST,
  )
  expect(rows.map(({ className }) => className)).toEqual(['list', 'bytearray'])
})

test('the threads of a real program stand with their functions, lines and variables', async () => {
  const session = await openPythonCapture('gallery')
  const threads = await session.ask('threads', [], QUIET_HOST)
  expect(threads.map(({ name }) => name).sort()).toEqual(['MainThread', 'worker'])
  const worker = threads.find(({ name }) => name === 'worker')!
  const handle = worker.frames.find(({ name }) => name === 'handle')!
  expect(handle).toMatchObject({ file: '/srv/gallery/gallery.py', line: 33 })
  expect(handle.values.map(({ name, node }) => [name, node.className])).toEqual([
    ['request', 'bytearray'],
    ['answers', 'list'],
  ])
  // The caller has the request too, so that only the answers go with the call.
  const answers = handle.values[1]!.node
  expect(handle.retainedSize).toBe(answers.retainedSize)
  expect(worker.retainedSize).toBeGreaterThan(200_000 + handle.retainedSize)
})
