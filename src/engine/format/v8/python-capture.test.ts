import { expect, test } from 'vitest'
import { type PythonNodeSpec, pythonText } from '../../testing/python-text.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { sourceOf } from '../../testing/sample-text.ts'
import { readCapture } from '../open.ts'

const NODES: readonly PythonNodeSpec[] = [
  { type: 'synthetic', name: '', address: 0, edges: [['element', 0, 1]] },
  { type: 'synthetic', name: '(modules)', address: 8, edges: [['property', 'app', 2]] },
  {
    name: 'module',
    preview: 'app',
    address: 0x7f31_c0de_1230,
    size: 72,
    refcount: 3,
    generation: 3,
    edges: [['property', 'name', 3]],
  },
  { type: 'string', name: 'a text', address: 0x7f31_ffff_fff8, size: 55, length: 2 ** 33, flags: 5 },
]

async function read(text: string) {
  const { snapshot } = await readCapture(sourceOf([new TextEncoder().encode(text)]), quietTask())
  return snapshot
}

test('the objects of a Python capture have their addresses for ids', async () => {
  const { nodeId, family } = await read(pythonText(NODES))
  expect(family).toBe('cpython')
  expect([...nodeId]).toEqual(NODES.map(({ address }) => address))
})

test('an object is called by its preview, and by its class where it has none', async () => {
  const { nodeName, strings, python } = await read(pythonText(NODES))
  const texts = (names: Uint32Array) => Array.from(names, (name) => strings.text(name))
  expect(texts(nodeName)).toEqual(['', '(modules)', 'app', 'a text'])
  expect(texts(python!.className)).toEqual(['', '(modules)', 'module', 'a text'])
})

test('reference counts, lengths, generations and flags are columns, lengths as wide as they have to be', async () => {
  const { python } = await read(pythonText(NODES))
  expect([...python!.refcount]).toEqual([1, 1, 3, 1])
  expect([...python!.length]).toEqual([0, 0, 0, 2 ** 33])
  expect([...python!.generation]).toEqual([0, 0, 3, 0])
  expect([...python!.flags]).toEqual([0, 0, 0, 5])
})

test('what the header says of the process is kept, and what it says wrongly is not known', async () => {
  const py = {
    pid: 41,
    argv: ['app.py', 7],
    memory: { rss: 1 << 20, pss: 'much', regions: [{ kind: 'file', path: '/lib/x.so', rss: 4096 }, 3] },
    gc: { enabled: false, counts: [5, 1, 0] },
  }
  const { python } = await read(pythonText(NODES, py))
  expect(python!.process).toMatchObject({
    pid: 41,
    argv: ['app.py'],
    time: null,
    python: null,
    memory: {
      rss: 1 << 20,
      pss: null,
      regions: [{ kind: 'file', path: '/lib/x.so', rss: 4096, size: null }],
    },
    gc: { enabled: false, counts: [5, 1, 0], stats: [] },
  })
})

test('an id that is on no page is refused with the node that has it', async () => {
  const text = pythonText(NODES, { pageTable: [0] })
  await expect(read(text)).rejects.toMatchObject({
    code: 'bad-number',
    message: expect.stringContaining('Node 2 has the id 8774') as unknown,
  })
})

test('a capture without the fields of Python is read as far as it goes', async () => {
  const { python, nodeName } = await read(pythonText(NODES).replace('"preview"', '"other"'))
  expect([...nodeName]).toEqual([...python!.className])
  expect([...python!.refcount]).toEqual([1, 1, 3, 1])
})
