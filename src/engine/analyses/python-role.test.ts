import { expect, test } from 'vitest'
import { readCapture } from '../format/open.ts'
import { PythonFlag } from '../model/python-heap.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { pythonText, type PythonNodeSpec } from '../testing/python-text.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { sourceOf } from '../testing/sample-text.ts'
import { roleOf } from './findings/node-roles.ts'
import { whoseCode } from './findings/whose.ts'
import { pythonRole } from './python-role.ts'

const NODES: readonly Omit<PythonNodeSpec, 'address'>[] = [
  { type: 'synthetic', name: '', edges: [['element', 0, 1]] },
  { type: 'synthetic', name: '(modules)', edges: [['property', 'app', 2]] },
  { name: 'module', preview: 'app', edges: [['internal', '__dict__', 3]] },
  {
    name: 'dict',
    edges: [
      ['property', 'Plain', 4],
      ['property', 'Meta', 5],
      ['property', 'data', 6],
      ['property', 'cell', 12],
    ],
  },
  { name: 'type', preview: 'app.Plain' },
  { name: 'app.MetaClass', preview: 'app.Meta', flags: PythonFlag.classWithDict },
  { name: 'dict', edges: [7, 8, 9, 10, 11].map((to, at) => ['element', at, to] as const) },
  { type: 'string', name: 'module' },
  { type: 'string', name: 'type' },
  { type: 'string', name: 'dict' },
  { type: 'string', name: 'cell' },
  { type: 'string', name: 'app.Plain' },
  { name: 'cell' },
]

async function openHeap() {
  const nodes = NODES.map((node, at) => ({ size: 64, ...node, address: 0x10_0000 + 64 * at }))
  const bytes = new TextEncoder().encode(pythonText(nodes))
  return completeHeapOf((await readCapture(sourceOf([bytes]), quietTask())).snapshot)
}

test('modules, classes and namespaces are told from data, and from texts that read like their names', async () => {
  const heap = await openHeap()
  const rows = (of: (node: number) => unknown) => NODES.map((_, node) => of(node)).slice(2)
  const none = Array.from({ length: 7 }, () => null)
  expect(rows((node) => pythonRole(heap.snapshot, node))).toEqual([
    'module',
    'namespace',
    'class',
    'class',
    ...none,
  ])
  expect(rows((node) => roleOf(heap, node))).toEqual([
    'module',
    'engine',
    'class',
    'class',
    ...Array.from({ length: 6 }, () => 'object'),
    'function',
  ])
  const whose = await whoseCode(heap, [], quietTask())
  // A module without a file is one of Python's own.
  expect(rows(whose)).toEqual(['runtime', null, 'runtime', 'runtime', ...none])
})
