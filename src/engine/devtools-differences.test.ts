import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { NodeRecord } from './model/rows.ts'
import { Session } from './session.ts'
import { QUIET_HOST } from './testing/captures.ts'

/** What of a snapshot's JSON these tests change. */
interface SnapshotFile {
  readonly nodes: number[]
  readonly strings: string[]
}

const TRUTH = new URL('../../fixtures/truth/', import.meta.url)
const NODE_FIELDS = 7
const NAME = 1

test('a WeakMap entry whose class name holds a line break is told by its key alone, unlike in DevTools', async () => {
  const plain = await open('ephemeron', () => {})
  const broken = await open('ephemeron', ({ strings }) => {
    for (const [index, text] of strings.entries()) strings[index] = text.replace('(Key @', '(Key\n @')
  })
  // DevTools says that the window (@5) dominates the value, as if the table alone kept it too.
  expect(recordOf(broken, 1013).dominator).toBe(1011)
  expect(retained(broken)).toEqual(retained(plain))
})

test('a class stays one when the file lists its name twice, unlike in DevTools, where a part of it vanishes', async () => {
  const plain = await open('class_maxret', () => {})
  const twice = await open('class_maxret', ({ nodes, strings }) => {
    const name = nodes[3 * NODE_FIELDS + NAME]!
    nodes[3 * NODE_FIELDS + NAME] = strings.push(strings[name]!) - 1
  })
  expect(twice.classByKey('A')!.count).toBe(3)
  expect(twice.classes({ start: 0, end: 100 })).toEqual(plain.classes({ start: 0, end: 100 }))
})

async function open(name: string, change: (file: SnapshotFile) => void): Promise<Session> {
  const file = JSON.parse(readFileSync(new URL(`${name}.heapsnapshot`, TRUTH), 'utf8')) as SnapshotFile
  change(file)
  const bytes = new TextEncoder().encode(JSON.stringify(file))
  const source = {
    name,
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
  const session = await Session.read(source, QUIET_HOST)
  await session.complete(QUIET_HOST)
  return session
}

function recordOf(session: Session, id: number): NodeRecord {
  return session.records(0, session.summary().nodes).find((record) => record.id === id)!
}

function retained(session: Session): [id: number, retainedSize: number][] {
  return session.records(0, session.summary().nodes).map(({ id, retainedSize }) => [id, retainedSize])
}
