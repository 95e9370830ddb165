import { expect, test } from 'vitest'
import type { FindingRow } from '../../../model/finding-rows.ts'
import { written } from '../../../model/words.ts'
import type { Session } from '../../../session.ts'
import { QUIET_HOST } from '../../../testing/captures.ts'
import { openContent } from '../../../testing/python-captures.ts'
import { type PythonNodeSpec, pythonText } from '../../../testing/python-text.ts'
import { redactedSession } from '../../../testing/redacting.ts'

const LARGE = 1_000_000

type Part = Omit<PythonNodeSpec, 'address' | 'edges'> & {
  readonly to?: readonly (readonly ['internal' | 'element', string | number, string])[]
}

/** A module whose globals are the names without a dot; what has one is only reached from others. */
function heapWith(parts: Readonly<Record<string, Part>>): Promise<Session> {
  const names = Object.keys(parts)
  const at = (name: string) => names.indexOf(name) + 4
  const globals = names.filter((name) => !name.includes('.'))
  const nodes: PythonNodeSpec[] = [
    { type: 'synthetic', name: '', address: 0, edges: [['element', 0, 1]] },
    { type: 'synthetic', name: '(modules)', address: 8, edges: [['property', '__main__', 2]] },
    { name: 'module', preview: '__main__', address: 0x100000, edges: [['internal', '__dict__', 3]] },
    {
      name: 'dict',
      address: 0x100100,
      edges: globals.map((name) => ['property', name, at(name)] as const),
    },
    ...names.map((name): PythonNodeSpec => {
      const { to = [], ...rest } = parts[name]!
      const edges = to.map(([type, label, target]) => [type, label, at(target)] as const)
      return { size: 100, ...rest, address: 0x200000 + 256 * at(name), edges }
    }),
  ]
  return openContent(pythonText(nodes))
}

const array = (shown: number, base: string): Part => ({
  name: 'numpy.ndarray',
  preview: `(${shown},) uint8, view of ${shown} bytes`,
  to: [['internal', 'base', base]],
})
const owner: Part = { name: 'numpy.ndarray', preview: `(${LARGE},) uint8`, size: LARGE }
const memoryView = (shown: number, managed: string): Part => ({
  name: 'memoryview',
  preview: `${shown} bytes, format B`,
  to: [['internal', 'referent', managed]],
})
const managed = (base: string): Part => ({ name: 'managedbuffer', to: [['internal', 'referent', base]] })
const bytes: Part = { name: 'bytes', preview: "b'secret'", size: LARGE, flags: 4 }

function found(session: Session): Promise<readonly FindingRow[]> {
  return session.ask('findingsOf', ['buffer-views'], QUIET_HOST)
}

const PLAIN = { code: String, bytes: String, count: String, share: () => 'a part' }

test('a view that alone keeps an array is told with what it keeps, shows and wastes', async () => {
  const [row, ...more] = await found(await heapWith({ head: array(10, 'a.base'), 'a.base': owner }))
  expect(more).toEqual([])
  expect(row).toMatchObject({
    owner: '__main__.head',
    saving: { bytes: LARGE - 10, estimate: true },
    count: 1,
  })
  expect(written(row!.title, PLAIN)).toBe(
    `__main__.head holds 1 numpy.ndarray view that keeps 1 whole buffer (numpy.ndarray) alive, ${LARGE}, to show 10 of it`,
  )
  expect(written(row!.facts, PLAIN)).toContain(`It, (${LARGE},) uint8, has ${LARGE}`)
})

test('nothing is told of what is shown by more than half, used otherwise, or held from C', async () => {
  const heaps = [
    { view: array(LARGE / 2 + 1, 'a.base'), 'a.base': owner },
    { head: array(10, 'a.base'), tail: array(LARGE / 2, 'a.base'), 'a.base': owner },
    { view: array(10, 'whole'), whole: owner },
    { view: array(10, 'a.base'), 'a.base': { ...owner, refcount: 2 } },
    { view: memoryView(10, 'a.managed'), 'a.managed': managed('whole'), whole: bytes },
    // A memory of somebody else: how large it is, is not told.
    { view: array(10, 'a.capsule'), 'a.capsule': { name: 'PyCapsule' } },
  ]
  for (const heap of heaps) expect(await found(await heapWith(heap))).toEqual([])
})

test('views of one base are told together, each with the bytes of its own copy', async () => {
  const session = await heapWith({
    head: array(10, 'a.base'),
    tail: array(20, 'a.base'),
    'a.base': { ...owner, refcount: 2 },
  })
  expect(await found(session)).toMatchObject([
    { owner: '__main__.head', count: 2, saving: { bytes: LARGE - 30 } },
  ])
})

test('what stands between a view and its base goes with it, whatever it shows', async () => {
  const session = await heapWith({
    ofArray: array(10, 'an.array'),
    'an.array': array(LARGE, 'a.view'),
    'a.view': memoryView(LARGE, 'a.managed'),
    'a.managed': managed('the.bytes'),
    'the.bytes': bytes,
  })
  const [row] = await found(session)
  expect(row).toMatchObject({ count: 1, retained: LARGE + 300, saving: { bytes: LARGE + 300 - 10 } })
})

test('of an array of objects those go that no view shows, as far as can be told', async () => {
  const items = Array.from({ length: 1000 }, (_, i) => `an.item${i}`)
  const session = await heapWith({
    head: {
      name: 'numpy.ndarray',
      preview: '(10,) object_, view of 80 bytes',
      to: [['internal', 'base', 'a.base']],
    },
    'a.base': {
      name: 'numpy.ndarray',
      preview: '(1000,) object_',
      size: 8000,
      to: items.map((item, i) => ['element', i, item] as const),
    },
    ...Object.fromEntries(items.map((item) => [item, { name: 'bytes', size: 100 }])),
  })
  const [row] = await found(session)
  expect(row!.saving!.bytes).toBeCloseTo(0.99 * 108_000)
  expect(row!.retained).toBe(108_000)
})

test('the values of what is kept are not told, and without any values the same is found', async () => {
  const session = await heapWith({
    head: memoryView(10, 'a.managed'),
    'a.managed': managed('the.bytes'),
    'the.bytes': bytes,
    view: array(10, 'a.base'),
    'a.base': owner,
  })
  const rows = await found(session)
  expect(rows.map((row) => row.owner)).toEqual(['__main__.head', '__main__.view'])
  expect(JSON.stringify(rows)).not.toContain('secret')
  const redacted = await found(await redactedSession(session))
  expect(redacted.map(({ title, facts, saving }) => ({ title, facts, saving }))).toEqual(
    rows.map(({ title, facts, saving }) => ({ title, facts, saving })),
  )
})
