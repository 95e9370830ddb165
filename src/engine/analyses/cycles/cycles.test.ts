import { expect, test } from 'vitest'
import type { CycleRow } from '../../model/cycle-rows.ts'
import type { Session } from '../../session.ts'
import { QUIET_HOST } from '../../testing/captures.ts'
import { openContent } from '../../testing/python-captures.ts'
import { pythonText, type PythonNodeSpec } from '../../testing/python-text.ts'

type Edges = NonNullable<PythonNodeSpec['edges']>

/** Two parents with a child each, one waiting for the collector; a button whose function holds it; an old dictionary. */
const NODES: readonly Omit<PythonNodeSpec, 'address'>[] = [
  {
    type: 'synthetic',
    name: '',
    edges: [
      ['element', 0, 1],
      ['element', 1, 2],
    ],
  },
  { type: 'synthetic', name: '(modules)', edges: [['property', 'app', 3]] },
  {
    type: 'synthetic',
    name: '(unreachable cycles)',
    edges: [
      ['element', 0, 10],
      ['element', 1, 11],
      ['element', 2, 12],
    ],
  },
  { name: 'module', preview: 'app', edges: [['internal', '__dict__', 4]] },
  {
    name: 'dict',
    edges: [
      ['property', 'Parent', 5],
      ['property', 'first', 7],
      ['property', 'button', 13],
      ['property', 'make', 18],
      ['property', 'old', 19],
    ],
  },
  { name: 'type', preview: 'app.Parent', flags: 16, edges: [['internal', '__dict__', 6]] },
  { name: 'dict', size: 50, edges: [['property', 'instances', 21]] },
  { ...parent(8), size: 48 },
  { name: 'list', size: 56, edges: [['element', 0, 9]] },
  { ...child(7), size: 48 },
  { ...parent(11), size: 48, flags: 10 },
  { name: 'list', size: 56, edges: [['element', 0, 12]] },
  { ...child(10), size: 48 },
  { name: 'app.Button', size: 40, flags: 8, edges: [['property', 'on_click', 14]] },
  {
    type: 'closure',
    name: 'function',
    preview: 'app.make.<locals>.click (app.py:3)',
    size: 100,
    edges: [
      ['internal', '__globals__', 4],
      ['internal', 'cell', 15],
      ['context', 'button', 13],
    ],
  },
  { name: 'cell', size: 40, edges: [['property', 'cell_contents', 13]] },
  { name: 'app.Old', size: 32, edges: [['internal', '__dict__', 17]] },
  { name: 'dict', size: 64, edges: [['property', 'me', 16]] },
  {
    type: 'closure',
    name: 'function',
    preview: 'app.make (app.py:1)',
    size: 100,
    edges: [['internal', '__globals__', 4]],
  },
  { name: 'list', size: 56, edges: [['element', 0, 16]] },
  { type: 'string', name: 'alone' },
  { name: 'list', size: 56, edges: [['element', 0, 5]] },
]

function parent(list: number): { name: string; flags: number; edges: Edges } {
  return {
    name: 'app.Parent',
    flags: 8,
    edges: [
      ['property', 'children', list],
      ['internal', '__class__', 5],
    ],
  }
}

function child(of: number): { name: string; flags: number; edges: Edges } {
  return { name: 'app.Child', flags: 8, edges: [['property', 'parent', of]] }
}

const open = (): Promise<Session> =>
  openContent(pythonText(NODES.map((node, at) => ({ ...node, address: 0x7f00_0000_0000 + 16 * at }))))

async function rowsOf(session: Session, filter = ''): Promise<readonly CycleRow[]> {
  return (await session.ask('cycles', [{ start: 0, end: 10, filter }], QUIET_HOST)).rows
}

test('cycles that are alike are one row, which says what to make weak', async () => {
  const rows = await rowsOf(await open())
  expect(
    rows.map((row) => [
      row.name,
      row.count,
      row.objects,
      row.shallowSize,
      row.retainedSize,
      row.garbage,
      row.finalizers,
    ]),
  ).toEqual([
    ['Modules, classes, and what only they tie together', 1, 3, 206, 690, 0, 0],
    ['Parent ⇄ Child', 2, 6, 304, 304, 1, 1],
    ['Button ⇄ function', 1, 3, 180, 180, 0, 0],
    ['Old ⇄ itself', 1, 2, 96, 96, 0, 0],
  ])
  expect(rows.map(({ weak }) => weak?.edges.map(({ name }) => name))).toEqual([
    undefined,
    ['Child.parent'],
    ['app.make.click.button'],
    ['Old.me'],
  ])
  expect(rows[1]!.weak).toMatchObject({ isSmallest: true, keepsAll: true, edges: [{ count: 2 }] })
})

test('what only the machinery ties together is counted in one row, and selected by it', async () => {
  const session = await open()
  const machinery = (await rowsOf(session)).find(({ kind }) => kind === 'machinery')!
  // The module's dictionary with the function whose globals it is; the class with its dictionary and the list in it.
  expect(machinery).toMatchObject({ objects: 3, shallowSize: 206 })
  const { rows } = await session.ask(
    'selected',
    [[{ op: '+', query: machinery.query }], { start: 0, end: 10 }],
    QUIET_HOST,
  )
  expect(rows).toHaveLength(3)
})

test('rows are filtered, and a row selects its objects', async () => {
  const session = await open()
  expect((await rowsOf(session, 'class:Child')).map(({ name }) => name)).toEqual(['Parent ⇄ Child'])
  expect((await rowsOf(session, 'garbage:>0 finalizers:1')).map(({ name }) => name)).toEqual([
    'Parent ⇄ Child',
  ])
  const [row] = await rowsOf(session, 'retained:180')
  const { rows } = await session.ask(
    'selected',
    [[{ op: '+', query: row!.query }], { start: 0, end: 10 }],
    QUIET_HOST,
  )
  expect(rows.map(({ className }) => className)).toEqual(['app.Button', 'function', 'cell'])
})

test('all cycles together say what they retain and what waits for the collector', async () => {
  const session = await open()
  expect(await session.ask('cycleSummary', [], QUIET_HOST)).toEqual({
    cycles: 4,
    objects: 11,
    shallowSize: 580,
    retainedSize: 580,
    garbage: { cycles: 1, objects: 3, retainedSize: 152 },
  })
})
