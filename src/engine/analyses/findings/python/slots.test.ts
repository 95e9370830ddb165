import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { QUIET_HOST } from '../../../testing/captures.ts'
import { heapOfPython } from '../../../testing/finding-programs.ts'
import { findPythons } from '../../../testing/pythons.ts'

const PROGRAM = `
from abc import ABC
from functools import cached_property

class Plain:
    def __init__(self, number):
        self.a = self.b = number

class Shape(Plain, ABC):
    pass

class Cached(Plain):
    @cached_property
    def sum(self):
        return self.a + self.b

class Open:
    __slots__ = ("a", "__dict__")
    def __init__(self, number):
        self.a = self.b = number

class Shared:
    state = {}
    def __init__(self, number):
        self.__dict__ = Shared.state
        self.a = number

class Row(dict):
    def __init__(self, number):
        self.a = self.b = number

class Odd:
    def __init__(self, number):
        setattr(self, "a%d" % (number % 40), number)

kept = [kind(number) for kind in (Plain, Shape, Cached, Open, Shared, Row, Odd) for number in range(3000)]
`

const [python] = findPythons().slice(-1)

test('slots are advised where all instances have the same attributes and nothing needs the dictionary', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-slots-'))
  try {
    const program = join(folder, 'program.py')
    writeFileSync(program, PROGRAM)
    const session = await heapOfPython(python!.program, program)
    const found = await session.ask('findingsOf', ['slots'], QUIET_HOST)
    expect(found.map(({ owner }) => owner).sort()).toEqual(['__main__.Plain', '__main__.Shape'])
    const shape = found.find(({ owner }) => owner === '__main__.Shape')!
    expect(JSON.stringify(shape.cure)).toContain('__main__.Plain')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
