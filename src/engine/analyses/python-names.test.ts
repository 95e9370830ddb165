import { expect, test } from 'vitest'
import { readCapture } from '../format/open.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { openWhole } from '../testing/pairs.ts'
import { type PythonNodeSpec, pythonText } from '../testing/python-text.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { sourceOf } from '../testing/sample-text.ts'
import { GenericSteps } from './generic-steps.ts'

const at = (place: number) => 0x7f00_0000_0000 + 16 * place
const NAMES = Array.from(
  { length: 70 },
  (_, i) => `name${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i)}`,
)
const LONG = `${'l'.repeat(120)}… (length 4000, hash 00ff00ff00ff00ff)`

const MODULE = 3
const CACHE = 4
const CODE = 6

/** A module with as many globals as its cache has keys, and what is called as V8 calls things of its own. */
const NODES: readonly PythonNodeSpec[] = [
  { type: 'synthetic', name: '', address: 0, edges: [['element', 0, 1]] },
  { type: 'synthetic', name: '(modules)', address: 8, edges: [['property', 'app', 2]] },
  { name: 'module', preview: 'app', address: at(2), edges: [['internal', '__dict__', MODULE]] },
  {
    name: 'dict',
    address: at(MODULE),
    edges: [
      ...NAMES.map((name) => ['property', name, CACHE] as const),
      ['property', 'view', 5],
      ['property', 'code', CODE],
      ['property', 'text', 8],
      ['property', 'other', 9],
    ],
  },
  { name: 'dict', address: at(CACHE), edges: NAMES.map((name) => ['property', name, 7] as const) },
  { name: 'memoryview', preview: 'Object', address: at(5), size: 184, edges: [['property', 'obj', 7]] },
  {
    type: 'code',
    name: 'code',
    preview: 'main (app.py:1)',
    address: at(CODE),
    size: 200,
    edges: [['internal', 'co_consts', 7]],
  },
  { name: 'bytes', preview: "b'x'", address: at(7), size: 34 },
  { type: 'string', name: LONG, address: at(8), size: 4049, length: 4000 },
  { type: 'string', name: LONG, address: at(9), size: 4049, length: 4000 },
]

const source = () => sourceOf([new TextEncoder().encode(pythonText(NODES))])

test('an object of Python that is called Object is not shown by its attributes', async () => {
  const session = await openWhole(source())
  expect(session.nodeById(at(5))).toMatchObject({ name: 'Object', className: 'memoryview' })
  const { rows } = await session.objects({ start: 0, end: 9, filter: 'name:=Object' }, QUIET_HOST)
  expect(rows.map(({ id }) => id)).toEqual([at(5)])
})

test('a long text of Python has the length that it had in the program, and is cut for nobody', async () => {
  const session = await openWhole(source())
  const { rows } = await session.ask('duplicates', [{ start: 0, end: 9 }], QUIET_HOST)
  expect(rows).toMatchObject([{ length: 4000, cut: false, copies: 2, wasted: 4049 }])
  const long = await session.ask('strings', [{ start: 0, end: 9, filter: 'length:4000' }], QUIET_HOST)
  expect(long.total).toBe(2)
})

test('names of a module are told apart however many it has, keys of a table are not', async () => {
  const { snapshot } = await readCapture(source(), quietTask())
  const steps = new GenericSteps(await completeHeapOf(snapshot))
  const distinct = (node: number) => {
    steps.enter(node)
    const first = snapshot.firstEdge[node]!
    return new Set(NAMES.map((_, i) => steps.edge(node, first + i))).size
  }
  expect(distinct(MODULE)).toBe(NAMES.length)
  expect(distinct(CACHE)).toBe(1)
  expect(steps.isEngines(CODE)).toBe(false)
})

test('what a module names belongs to the modules, though a thread knows the module too', async () => {
  const nodes: PythonNodeSpec[] = NODES.map((node) => node)
  nodes[0] = {
    ...NODES[0]!,
    edges: [
      ['element', 0, 1],
      ['element', 1, 10],
    ],
  }
  nodes.push(
    { type: 'synthetic', name: '(threads)', address: 16, edges: [['element', 0, 11]] },
    {
      type: 'closure',
      name: 'function',
      address: at(11),
      size: 160,
      edges: [['internal', '__globals__', MODULE]],
    },
  )
  const text = new TextEncoder().encode(pythonText(nodes))
  const session = await openWhole(sourceOf([text]))
  const { rows } = await session.ask('rootGroups', [{ start: 0, end: 9 }], QUIET_HOST)
  const all = NODES.reduce((sum, { size = 0 }) => sum + size, 0)
  expect(rows.map(({ name, keptSize }) => [name, keptSize])).toEqual([
    ['(modules)', all],
    ['(threads)', 160],
    ['Nothing leads here', 0],
    ['Several of these', 0],
  ])
})
