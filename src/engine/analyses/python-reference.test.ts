import { expect, test } from 'vitest'
import { pythonPathText } from '../model/python-path-text.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { openContent } from '../testing/python-captures.ts'
import { type PythonNodeSpec, pythonText } from '../testing/python-text.ts'

const at = (place: number) => 0x7f00_0000_0000 + 16 * place

/** A module with a cache of sessions, a thread that holds a list, and a function with a cell. */
const NODES: readonly PythonNodeSpec[] = [
  {
    type: 'synthetic',
    name: '',
    address: 0,
    edges: [
      ['element', 0, 1],
      ['element', 1, 9],
    ],
  },
  { type: 'synthetic', name: '(modules)', address: 8, edges: [['property', 'app', 2]] },
  { name: 'module', preview: 'app', address: at(2), refcount: 2, edges: [['internal', '__dict__', 3]] },
  {
    name: 'dict',
    address: at(3),
    refcount: 2,
    edges: [
      ['property', 'cache', 4],
      ['property', 'two words', 8],
      ['property', 'on_done', 14],
    ],
  },
  {
    name: 'dict',
    address: at(4),
    size: 64,
    refcount: 3,
    flags: 0,
    edges: [
      ['property', "it's", 5],
      ['element', 1, 13],
    ],
  },
  {
    name: 'app.Session',
    address: at(5),
    size: 48,
    refcount: 1,
    flags: 10,
    edges: [
      ['property', 'tags', 6],
      ['weak', 'referent', 4],
    ],
  },
  { name: 'list', address: at(6), size: 56, edges: [['element', 3, 7]] },
  { type: 'string', name: 'x', address: at(7), size: 50, flags: 4 },
  { type: 'number', name: 'int', preview: '7', address: at(8), size: 28, refcount: 4_294_967_295, flags: 5 },
  { type: 'synthetic', name: '(threads)', address: 16, edges: [['element', 0, 10]] },
  { type: 'synthetic', name: 'thread worker (1)', address: 24, edges: [['element', 0, 11]] },
  { type: 'synthetic', name: 'handle (app.py:41)', address: 32, edges: [['property', 'rows', 12]] },
  { name: 'list', address: at(12), size: 56, edges: [['element', 0, 15]] },
  { name: 'set', address: at(13), size: 216, edges: [['element', 2, 16]] },
  {
    type: 'closure',
    name: 'function',
    preview: 'app.on_done (app.py:3)',
    address: at(14),
    size: 136,
    edges: [
      ['context', 'request', 17],
      ['internal', 'cell', 18],
    ],
  },
  { name: 'bytes', address: at(15), size: 33 },
  { name: 'bytes', address: at(16), size: 33 },
  { name: 'app.Request', address: at(17), size: 48, refcount: 1, flags: 8 },
  { name: 'cell', address: at(18), size: 40, edges: [['internal', 'cell_contents', 17]] },
]

const open = (): Promise<Session> => openContent(pythonText(NODES))

test.each([
  [5, `app.cache["it's"]`],
  [7, `app.cache["it's"].tags[3]`],
  [8, "app['two words']"],
  [16, 'app.cache {value 1} {item 2}'],
  [15, 'thread worker (1) › handle (app.py:41) › rows[0]'],
  [17, 'app.on_done → request'],
])('the path to node %d is written as a program would: %s', async (node, text) => {
  const session = await open()
  expect(pythonPathText(session.object(node).path!)).toBe(text)
})

test('references are written by what they start at', async () => {
  const session = await open()
  const written = (node: number) =>
    session.references(node, { start: 0, end: 10 }).rows.map((row) => row.written)
  expect(written(2)).toEqual(['.__dict__'])
  expect(written(3)).toEqual(['.cache', "['two words']", '.on_done'])
  expect(written(5)).toEqual(['.tags', 'weak referent'])
  expect(written(14)).toEqual(['→ request', '{cell}'])
})

test('who holds an object from outside is its reference count without what the heap accounts for', async () => {
  const session = await open()
  const detail = (node: number) => session.object(node).python
  expect(detail(4)).toMatchObject({ counted: 1, outside: 2 })
  // The capture's own roots hold nothing.
  expect(detail(2)).toMatchObject({ counted: 0, outside: 2 })
  expect(detail(17)).toMatchObject({ counted: 1, outside: 0 })
  expect(detail(8)).toMatchObject({ outside: null })
  expect(detail(5)).toMatchObject({ hasFinalizer: true, hasOwnDict: false })
})

test('statistics of a Python heap are of what its language has, and add up', async () => {
  const session = await open()
  const { rows, total, native } = await session.ask('statistics', [], QUIET_HOST)
  expect(native).toBeNull()
  expect(rows.reduce((sum, { shallowSize }) => sum + shallowSize, 0)).toBe(total)
  const bytes = Object.fromEntries(rows.map(({ part, shallowSize }) => [part, shallowSize]))
  expect(bytes).toEqual({
    instances: 96,
    dicts: 64,
    sequences: 328,
    texts: 116,
    numbers: 28,
    buffers: 0,
    functions: 176,
    classes: 0,
    otherPython: 0,
  })
})
