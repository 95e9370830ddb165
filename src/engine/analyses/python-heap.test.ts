import { expect, test } from 'vitest'
import { Session } from '../session.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { memorySink, randomAccessSource } from '../testing/memory-container.ts'
import { openContent } from '../testing/python-captures.ts'
import { pythonText } from '../testing/python-text.ts'
import { MAKING } from '../testing/saving.ts'

const TEXT = pythonText(
  [
    { type: 'synthetic', name: '', address: 0, edges: [['element', 0, 1]] },
    { type: 'synthetic', name: '(modules)', address: 8, edges: [['property', 'app', 2]] },
    {
      name: 'module',
      preview: 'app',
      address: 0x7f00_0000_0010,
      size: 72,
      edges: [['property', 'cache', 3]],
    },
    {
      name: 'dict',
      address: 0x7f00_0000_0100,
      size: 232,
      refcount: 2,
      length: 2,
      generation: 3,
      edges: [
        ['property', 'a', 4],
        ['property', 'b', 5],
      ],
    },
    { name: 'app.Session', address: 0x7f00_0000_0200, size: 48, generation: 1, flags: 10 },
    {
      name: 'app.Session',
      address: 0x7f00_0001_0200,
      size: 48,
      generation: 2,
      refcount: 4_294_967_295,
      flags: 9,
    },
  ],
  { pid: 41 },
)

const open = (): Promise<Session> => openContent(TEXT)

async function found(session: Session, filter: string): Promise<readonly number[]> {
  const { rows } = await session.objects({ start: 0, end: 10, filter }, QUIET_HOST)
  return rows.map(({ id }) => id)
}

test('objects of Python count to the classes they are of, and are called what tells them apart', async () => {
  const session = await open()
  const { rows } = session.classes({ start: 0, end: 10, sort: { column: 'name', descending: false } })
  expect(rows.map(({ name, count, retainedSize }) => [name, count, retainedSize])).toEqual([
    ['app.Session', 2, 96],
    ['dict', 1, 328],
    ['module', 1, 400],
  ])
  expect(session.nodeById(0x7f00_0000_0010)).toMatchObject({ name: 'app', className: 'module' })
})

test('objects of Python are found by count, length, generation and address', async () => {
  const session = await open()
  expect(await found(session, 'refcount:2')).toEqual([0x7f00_0000_0100])
  expect(await found(session, 'len:>1')).toEqual([0x7f00_0000_0100])
  expect(await found(session, 'generation:young,middle')).toEqual([0x7f00_0000_0200, 0x7f00_0001_0200])
  expect(await found(session, 'immortal:yes')).toEqual([0x7f00_0001_0200])
  expect(await found(session, 'finalizer:yes')).toEqual([0x7f00_0000_0200])
  expect(await found(session, 'id:@0x7f0000000100')).toEqual([0x7f00_0000_0100])
  expect(session.find('@0x7f0000000100', 5).node).toMatchObject({ className: 'dict' })
})

test('rows of Python objects say their count, null for immortal ones', async () => {
  const session = await open()
  const rows = [0x7f00_0000_0100, 0x7f00_0001_0200].map((id) => session.nodeById(id)!.python)
  expect(rows).toEqual([
    { refcount: 2, length: 2, generation: 'old', role: null },
    { refcount: null, length: 0, generation: 'middle', role: null },
  ])
})

test('a saved Python heap answers as the one it was saved from', async () => {
  const session = await open()
  const sink = memorySink()
  await session.save(sink, MAKING, QUIET_HOST)
  const again = await Session.read(randomAccessSource(sink.bytes()), QUIET_HOST)
  expect(again.summary()).toMatchObject({ family: 'cpython', format: 'Python heap snapshot' })
  await again.complete(QUIET_HOST)
  await again.findRetainers(QUIET_HOST)
  for (const id of [0x7f00_0000_0010, 0x7f00_0001_0200]) {
    expect(again.nodeById(id)).toEqual(session.nodeById(id))
  }
  expect(await again.ask('process', [], QUIET_HOST)).toEqual(await session.ask('process', [], QUIET_HOST))
  expect(await again.ask('process', [], QUIET_HOST)).toMatchObject({ pid: 41 })
})
