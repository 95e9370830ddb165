import { expect, test } from 'vitest'
import { QUIET_HOST } from '../../testing/captures.ts'
import { openPythonCapture, openContent } from '../../testing/python-captures.ts'
import { type PythonNodeSpec, pythonText } from '../../testing/python-text.ts'

async function packagesOf(session: Awaited<ReturnType<typeof openContent>>) {
  return (await session.ask('packages', [{ start: 0, end: 20 }], QUIET_HOST)).rows
}

test('the packages of a real program stand apart from the standard library', async () => {
  const session = await openPythonCapture('gallery')
  const rows = await packagesOf(session)
  expect(rows.map(({ name, isStandard }) => [name, isStandard]).sort()).toEqual([
    ['Standard library', true],
    ['__main__', false],
    ['shop', false],
  ])
  const modules = await session.ask(
    'packageModules',
    ['shop', { start: 0, end: 9, sort: { column: 'name', descending: false } }],
    QUIET_HOST,
  )
  expect(modules.rows.map(({ name }) => name)).toEqual(['shop', 'shop.caches', 'shop.models'])
})

test('what a package retains is what its selection would free', async () => {
  const session = await openPythonCapture('gallery')
  for (const { query, retainedSize, objects } of await packagesOf(session)) {
    const selection = await session.ask('selection', [[{ op: '+', query }]], QUIET_HOST)
    expect(selection).toMatchObject({ retainedSize, count: objects })
  }
})

/** Modules with an old Python's marks of the standard library: where their files lie. */
function oldHeap(): string {
  const names = ['sys', 'os', 'json', 'json.decoder', 'requests', '__main__', 'numpy']
  const files = [
    null,
    '/usr/lib/python3.8/os.py',
    '/usr/lib/python3.8/json/__init__.py',
    '/usr/lib/python3.8/json/decoder.py',
    '/usr/lib/python3.8/site-packages/requests/__init__.py',
    null,
    '/srv/numpy/__init__.py',
  ]
  const first = 2 + names.length
  const modules = names.map((name, at): PythonNodeSpec => ({
    name: 'module',
    preview: name,
    address: 0x7f00_0000_0000 + 64 * at,
    size: 72,
    edges: files[at] === null ? [] : [['property', '__file__', first + at]],
  }))
  const texts = names.map((_, at): PythonNodeSpec => ({
    type: 'string',
    name: files[at] ?? 'unused',
    address: 0x7f00_0001_0000 + 64 * at,
    size: 50,
  }))
  return pythonText([
    { type: 'synthetic', name: '', address: 0, edges: [['element', 0, 1]] },
    {
      type: 'synthetic',
      name: '(modules)',
      address: 8,
      edges: names.map((name, at) => ['property', name, at + 2] as const),
    },
    ...modules,
    ...texts,
  ])
}

test('without the list of Python itself, the standard library is told by where files lie', async () => {
  const rows = await packagesOf(await openContent(oldHeap()))
  expect(rows.map(({ name, modules }) => [name, modules]).sort()).toEqual([
    ['Standard library', 4],
    ['__main__', 1],
    ['numpy', 1],
    ['requests', 1],
  ])
})
