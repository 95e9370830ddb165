import { expect, test } from 'vitest'
import { IO_KINDS, type IoRow } from '../../model/io-rows.ts'
import { QUIET_HOST } from '../../testing/captures.ts'
import { openContent, openPythonCapture } from '../../testing/python-captures.ts'
import { type PythonNodeSpec, pythonText } from '../../testing/python-text.ts'

/** `owner kind name`, and what else is known of it. */
function told({ owner, kind, name, mode, descriptor, state }: IoRow): string {
  const number = descriptor === null ? '' : ' fd'
  return `${owner}: ${kind} ${name} ${[mode, state].filter(Boolean).join(' ')}${number}`
}

test('a real program has its files, sockets, connections and maps, each with its holder and its state', async () => {
  const session = await openPythonCapture('open-io')
  const rows = await session.ask('openIo', [], QUIET_HOST)
  const own = rows.filter(({ owner }) => /^(main|__main__)\./.test(owner))
  expect(own.map(told).sort()).toEqual([
    '__main__.Pool.idle[…]: socket AF_INET SOCK_STREAM open fd',
    '__main__.Pool.idle[…]: socket AF_INET SOCK_STREAM open fd',
    '__main__.Pool.idle[…]: socket AF_INET SOCK_STREAM open fd',
    'main.database: connection  unknown',
    'main.ended: socket AF_INET SOCK_STREAM closed',
    'main.far: connection  closed',
    'main.forgotten: file /dev/null closed',
    'main.logs[…]: file /tmp/worker-0.log wb open',
    'main.logs[…]: file /tmp/worker-1.log wb open',
    'main.logs[…]: file /tmp/worker-2.log wb open',
    'main.logs[…]: file /tmp/worker-3.log wb open',
    'main.mapped: mmap 65536 bytes open',
    'main.near: connection  open fd',
    'main.table: file /dev/null rb open',
    'main.unmapped: mmap  closed',
  ])
})

test('the layers of a file are one row', async () => {
  const session = await openPythonCapture('open-io')
  const rows = await session.ask('openIo', [], QUIET_HOST)
  expect(rows.filter(({ name }) => name === '/tmp/worker-0.log').map(({ node }) => node.className)).toEqual([
    '_io.TextIOWrapper',
  ])
})

test('the list filters by every field, and sorts by every column', async () => {
  const session = await openPythonCapture('open-io')
  const list = (filter: string, sort?: { column: 'name' | 'descriptor'; descending: boolean }) =>
    session.ask('openIoList', [{ start: 0, end: 99, filter, ...(sort && { sort }) }], QUIET_HOST)
  const count = async (filter: string) => (await list(filter)).total
  const all = await count('')
  const kinds = await Promise.all(IO_KINDS.map((kind) => count(`kind:${kind}`)))
  expect(kinds.reduce((sum, one) => sum + one, 0)).toBe(all)
  expect(await count('worker')).toBe(4)
  expect(await count('owner:=main.table')).toBe(1)
  expect(await count('state:closed owner:main.')).toBe(4)
  expect(await count('class:BufferedReader mode:rb')).toBe(1)
  expect((await count('fd:none')) + (await count('fd:>=0'))).toBe(all)
  expect(await count('retained:>0')).toBe(all)
  const byNumber = (await list('', { column: 'descriptor', descending: true })).rows
  const numbers = byNumber.map(({ descriptor }) => descriptor ?? -1)
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
  const byName = (await list('', { column: 'name', descending: false })).rows.map(({ name }) => name)
  expect(byName).toEqual([...byName].sort())
})

test('what is written otherwise is a name and nothing more', async () => {
  const previews = ['‹9 characters, value 000000000000›', 'a (b) (rb)', 'x (wb', '', 'fd 7', '(closed)']
  const nodes: PythonNodeSpec[] = [
    { type: 'synthetic', name: '', address: 0, edges: [['property', '(modules)', 1]] },
    {
      type: 'synthetic',
      name: '(modules)',
      address: 8,
      edges: previews.map((_, at) => ['property', `m${at}`, 2 + at] as const),
    },
    ...previews.map((preview, at) => ({
      name: at === 4 ? '_socket.socket' : '_io.FileIO',
      preview,
      address: 0x7f00_0000_0000 + 64 * at,
      size: 64,
    })),
  ]
  const session = await openContent(pythonText(nodes))
  const rows = await session.ask('openIo', [], QUIET_HOST)
  const facts = rows.map(({ name, mode, descriptor, state }) => [name, mode, descriptor, state])
  expect(facts.sort()).toEqual(
    [
      [previews[0], null, null, 'unknown'],
      ['a (b)', 'rb', null, 'open'],
      ['x (wb', null, null, 'unknown'],
      ['', null, null, 'unknown'],
      ['fd 7', null, null, 'unknown'],
      ['(closed)', null, null, 'unknown'],
    ].sort(),
  )
})
