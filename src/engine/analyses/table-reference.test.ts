import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exactTerm } from '../model/filter-term.ts'
import { pathText } from '../model/path-text.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { heapOfNode } from '../testing/finding-programs.ts'
import { redactedSession } from '../testing/redacting.ts'

const PROGRAM = `
  class Value {}
  class Key {}
  class Item {}
  class Plain {}
  class Odd {}
  class Weak {}
  const key = {}
  globalThis.byName = new Map([['user-1', 1], ['user-2', new Value()], [new Key(), 2], [3, { plain: new Plain() }], [{}, new Odd()]])
  globalThis.items = new Set(['a', new Item()])
  globalThis.weak = { key, values: new WeakMap([[key, new Weak()]]) }`

async function pathTo(session: Session, className: string): Promise<string | null> {
  const { rows } = await session.objects(
    { start: 0, end: 9, filter: `${exactTerm('class', className)} kind:object` },
    QUIET_HOST,
  )
  const written: (string | null)[] = []
  for (const { node } of rows) {
    const { paths } = await session.ask('heldHowElse', [node, 1, { cuts: [], ignored: [] }], QUIET_HOST)
    written.push(pathText(paths[0] ?? []))
  }
  // The prototype is called as its objects are.
  return written.find((text) => text !== null && !text.endsWith('.prototype')) ?? null
}

test('a path through a Map or Set is written as the program reaches it, a value by its key', async () => {
  const program = join(mkdtempSync(join(tmpdir(), 'heapscope-tables-')), 'program.cjs')
  writeFileSync(program, PROGRAM)
  const session = await heapOfNode(program)
  expect(await pathTo(session, 'Value')).toBe('globalThis.byName.get("user-2")')
  expect(await pathTo(session, 'Key')).toBe('globalThis.byName.keys()')
  expect(await pathTo(session, 'Plain')).toBe('globalThis.byName.get(…).plain')
  expect(await pathTo(session, 'Odd')).toBe('globalThis.byName.get(…)')
  expect(await pathTo(session, 'Item')).toBe('globalThis.items.values()')
  expect(await pathTo(session, 'Weak')).not.toContain('get(')
  const redacted = await redactedSession(session)
  expect(await pathTo(redacted, 'Value')).toMatch(
    /^globalThis\.byName\.get\("‹6 characters, value \w{12}›"\)$/,
  )
}, 60_000)
