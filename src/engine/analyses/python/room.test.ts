import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { CollectionRow } from '../../model/collection-rows.ts'
import type { Session } from '../../session.ts'
import { QUIET_HOST } from '../../testing/captures.ts'
import { heapOfPython } from '../../testing/finding-programs.ts'
import { findPythons } from '../../testing/pythons.ts'

const folder = mkdtempSync(join(tmpdir(), 'heapscope-room-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Each container of Python itself beside those of classes derived from it, made alike. */
const PROGRAM = `
import collections

class List(list): pass
class Deeper(List): pass
class Mixin: pass
class Mixed(Mixin, list): pass
class Named(list):
    def __init__(self):
        super().__init__()
        self.name = "name"
class Slotted(list): __slots__ = ("name",)
class Dict(dict): pass
class Set(set): pass

lists = [list(), List(), Deeper(), Mixed(), Named()]
dicts = [dict(), Dict(), collections.Counter()]
sets = [set(), Set()]
slotted = [Slotted()]
for n in range(100):
    for one in lists + slotted: one.append(n)
    for one in dicts: one[n] = n
    for one in sets: one.add(n)
for n in range(90):
    for one in dicts: del one[n]
del one
`

async function itemsOf(session: Session, name: string): Promise<readonly CollectionRow[]> {
  const owner = `__main__.${name}[…]`
  const { rows } = await session.ask('ownedCollections', [owner, { start: 0, end: 9 }], QUIET_HOST)
  return rows
}

test.for(findPythons().map((python) => [python.version, python.program] as const))(
  'CPython %s: what is derived from a container has as much room as one that was made alike',
  async ([, program]) => {
    const file = join(folder, 'containers.py')
    writeFileSync(file, PROGRAM)
    const session = await heapOfPython(program, file)
    for (const [name, count] of [
      ['lists', 5],
      ['dicts', 3],
      ['sets', 2],
    ] as const) {
      const rows = await itemsOf(session, name)
      const known = rows.map(({ entries, capacity, unused }) => ({ entries, capacity, unused }))
      expect(known[0]!.capacity).toBeGreaterThan(known[0]!.entries!)
      expect(known).toEqual(Array.from({ length: count }, () => known[0]))
    }
    const [slotted] = await itemsOf(session, 'slotted')
    expect(slotted).toMatchObject({ entries: 100, capacity: null, unused: null })
  },
)
