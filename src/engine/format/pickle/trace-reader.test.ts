import { readFileSync } from 'node:fs'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeapError } from '../../base/error.ts'
import { Session } from '../../session.ts'
import { QUIET_HOST } from '../../testing/captures.ts'
import { randomAccessSource } from '../../testing/memory-container.ts'
import { savedRedacted } from '../../testing/redacting.ts'
import { sourceOf } from '../../testing/sample-text.ts'
import { openForQuestions, saved } from '../../testing/saving.ts'

const dump = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    readFileSync(new URL(`../../../../fixtures/python/tracemalloc-${name}.pickle`, import.meta.url)),
  )
const DUMP = dump('3.13-1')

const bytesOf = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])),
  )

async function failure(...pieces: Uint8Array[]): Promise<HeapError> {
  try {
    await Session.read(sourceOf(pieces), QUIET_HOST)
  } catch (error) {
    if (error instanceof HeapError) return error
    throw error
  }
  throw new Error('the input was accepted')
}

const SENTENCE = /^[A-Z“][^\n]{10,600}\.$/
const PROTO = [0x80, 4] as const

async function expectRefused(bytes: Uint8Array, reason: RegExp): Promise<void> {
  const { message, code } = await failure(bytes)
  expect(message).toMatch(reason)
  expect(message).toMatch(SENTENCE)
  expect(code).toBe('bad-pickle')
}

const text = (value: string): readonly (string | number)[] => [0x8c, value.length, value]

describe('a dump of tracemalloc', () => {
  test.each(['3.8-1', '3.13-1'])(
    'of Python %s opens wherever its bytes are cut, and compressed',
    async (name) => {
      const bytes = dump(name)
      const whole = await (await openForQuestions(sourceOf([bytes]))).ask('allocations', [], QUIET_HOST)
      expect(whole).toMatchObject({
        isPython: true,
        isProfile: false,
        timeline: null,
        stacks: { live: null },
      })
      expect(whole.stacks!.allocated.count).toBeGreaterThan(300)
      const small = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
        bytes.subarray(7 * i, 7 * i + 7),
      )
      for (const pieces of [
        small,
        [bytes.subarray(0, 1), bytes.subarray(1)],
        [new Uint8Array(gzipSync(bytes))],
      ]) {
        expect(await (await openForQuestions(sourceOf(pieces))).ask('allocations', [], QUIET_HOST)).toEqual(
          whole,
        )
      }
    },
  )

  test('is a heap of nothing with its format, and stays one in a container, domains and all', async () => {
    const session = await openForQuestions(sourceOf([DUMP]))
    expect(session.summary()).toMatchObject({ format: 'tracemalloc snapshot', holds: 'blocks', nodes: 1 })
    const again = await openForQuestions(randomAccessSource(await saved(session)))
    expect(again.summary()).toMatchObject({ format: 'tracemalloc snapshot', holds: 'blocks' })
    const foreign = { start: 0, end: 9, filter: 'domain:7' }
    const lines = await again.ask('allocationLines', [[], { by: 'line' }, foreign], QUIET_HOST)
    expect(lines).toEqual(await session.ask('allocationLines', [[], { by: 'line' }, foreign], QUIET_HOST))
    expect(lines.rows).toMatchObject([{ frames: [{ file: '/srv/app/main.py' }], size: 1000, count: 1 }])
  })

  test('shared without values keeps its lines: they are the program’s own', async () => {
    const session = await openForQuestions(sourceOf([DUMP]))
    const shared = await openForQuestions(randomAccessSource(await savedRedacted(session)))
    const ask = (one: Session) =>
      one.ask('allocationLines', [[], { by: 'line' }, { start: 0, end: 99 }], QUIET_HOST)
    expect(await ask(shared)).toEqual(await ask(session))
  })

  test('cut off anywhere is refused with the byte', async () => {
    for (let length = 2; length < DUMP.length; length += 1 + (length % 97)) {
      const error = await failure(DUMP.subarray(0, length))
      expect(error.code).toBe('cut-off')
      expect(error.message).toBe(
        `The pickle is cut off at byte ${length}, before its end; dump or copy it again.`,
      )
    }
  })
})

describe('any other pickle is refused, and nothing of it is executed:', () => {
  test.each([
    [
      'os.system',
      [...PROTO, ...text('os'), ...text('system'), 0x93, ...text('id'), 0x85, 'R.'],
      /names “os\.system” at byte 14;/,
    ],
    ['builtins.eval by its old name', [0x80, 2, 'cbuiltins\neval\n.'], /names “builtins\.eval” at byte 2;/],
    ['posix.system', [0x80, 3, 'cposix\nsystem\nq\0X\x02\0\0\0id\x85R.'], /names “posix\.system”/],
    [
      'tracemalloc.Filter',
      [...PROTO, ...text('tracemalloc'), ...text('Filter'), 0x93, '.'],
      /“tracemalloc\.Filter”/,
    ],
    ['a name with control characters', [0x80, 2, 'ca\u202eb\nc\n.'], /“a\ufffdb\.c”/],
    ['a call', [...PROTO, 'R'], /opcode REDUCE, which calls a function at byte 2;/],
    ['INST', [0x80, 2, '(ios\nsystem\n'], /opcode INST/],
    ['an object the program is asked for', [0x80, 2, 'Pkey\n.'], /PERSID/],
    ['a class by number', [0x80, 2, 0x82, 1, '.'], /EXT1/],
    ['an unknown opcode', [...PROTO, 0xff], /opcode 0xff at byte 2/],
    ['protocol 6', [0x80, 6, '.'], /protocol 6, not 2 to 5/],
    [
      'a snapshot that is made of arguments',
      [...PROTO, ...text('tracemalloc'), ...text('Snapshot'), 0x93, 'K\x01', 0x85, 0x81],
      /makes a tracemalloc\.Snapshot of arguments/,
    ],
    [
      'a snapshot without traces',
      [...PROTO, ...text('tracemalloc'), ...text('Snapshot'), 0x93, ')', 0x81, '}b.'],
      /without “traces”/,
    ],
    ['a list', [...PROTO, '].'], /a list where an object belongs/],
    ['a number', [...PROTO, 'K\x01.'], /a number where an object belongs/],
    ['a pickle with more behind it', [...PROTO, '].]'], /goes on behind its end at byte 4/],
    ['nothing', [...PROTO, '.'], /ends with more than one value|takes more values/],
    ['marks in marks', [...PROTO, '('.repeat(100)], /nests more than 16 deep at byte 18/],
    ['a tuple of nothing', [...PROTO, 't'], /ends a group that was not begun/],
    [
      'a value taken from outside a group',
      [...PROTO, ']('.repeat(2), 'a'],
      /takes more values than there are/,
    ],
    ['a value that was not kept', [...PROTO, 'h\x05'], /asks for value 5 of 0 kept ones/],
    ['a memo with holes', [0x80, 2, ']r', 0xff, 0xff, 0xff, 0x7f], /keeps value 2147483647 where 0 is next/],
    ['a text of four gigabytes', [0x80, 2, 'X', 0xff, 0xff, 0xff, 0xff], /a text of 4294967295 bytes/],
    ['a text of more', [...PROTO, 0x8d, 0, 0, 0, 0, 0, 0, 0, 0x7f], /a text of \d+ bytes/],
    ['a number of 255 bytes', [...PROTO, 0x8a, 255, 'x'.repeat(255)], /a number of 255 bytes|a number of/],
  ])('%s', async (_, parts, reason) => {
    await expectRefused(bytesOf(...parts), reason)
  })

  test('values that only fill memory', async () => {
    await expectRefused(bytesOf(...PROTO, 'K\x01'.repeat(140_000)), /keeps more than 131072 values waiting/)
    await expectRefused(bytesOf(...PROTO, ']'.repeat(100)), /more than 64 of a list/)
    await expectRefused(bytesOf(0x80, 2, `c${'x'.repeat(70_000)}`), /a class’s name without an end/)
  })
})

describe('a pickle that unpacks to gigabytes is refused with little memory', () => {
  test.each([
    ['a memo that never ends', [0x94], /keeps more than 67108864 values/],
    [
      'a list that never ends',
      [...Buffer.from('(' + 'K\x01'.repeat(1000) + 'e')],
      /more than 67108864 items in a list/,
    ],
  ])(
    '%s',
    async (_, unit, reason) => {
      const piece = Uint8Array.from(
        { length: unit.length * Math.ceil(2 ** 20 / unit.length) },
        (__, i) => unit[i % unit.length]!,
      )
      const before = process.memoryUsage().rss
      const source = {
        name: 'bomb',
        size: null,
        async *chunks() {
          yield bytesOf(...PROTO, ']')
          for (let i = 0; i < 4096; i++) yield piece
        },
      }
      await expect(Session.read(source, QUIET_HOST)).rejects.toThrow(reason)
      expect(process.memoryUsage().rss - before).toBeLessThan(1.5 * 2 ** 30)
    },
    60_000,
  )
})

test('a damaged dump opens or is refused in one sentence', async () => {
  const small = DUMP.subarray(0, 3000)
  const outcomes = { opened: 0, refused: 0 }
  const edit = fc.record({
    at: fc.nat({ max: DUMP.length - 1 }),
    byte: fc.nat({ max: 255 }),
    drop: fc.nat({ max: 9 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.boolean(), async (edits, isEarly) => {
      const damaged = [...DUMP]
      for (const { at, byte, drop } of edits) {
        damaged.splice(isEarly ? at % small.length : at, drop === 0 ? 3 : 1, byte)
      }
      try {
        const session = await openForQuestions(sourceOf([Uint8Array.from(damaged)]))
        await session.ask('allocationLines', [[], { by: 'traceback' }, { start: 0, end: 9 }], QUIET_HOST)
        outcomes.opened++
      } catch (error) {
        expect(error).toBeInstanceOf(HeapError)
        expect((error as HeapError).message).toMatch(SENTENCE)
        outcomes.refused++
      }
    }),
    { numRuns: 300 },
  )
  expect(outcomes.opened).toBeGreaterThan(10)
  expect(outcomes.refused).toBeGreaterThan(50)
})
