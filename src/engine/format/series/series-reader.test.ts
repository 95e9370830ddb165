import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeapError } from '../../base/error.ts'
import type { Series } from '../../model/series.ts'
import { QUIET_HOST } from '../../testing/captures.ts'
import { randomAccessSource } from '../../testing/memory-container.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { savedRedacted } from '../../testing/redacting.ts'
import { sourceOf } from '../../testing/sample-text.ts'
import { openForQuestions, openWhole, saved, sectionsOf, withSections } from '../../testing/saving.ts'
import { openFile } from '../open.ts'
import { LineCollector } from './line-collector.ts'

const LEAK = new Uint8Array(
  readFileSync(new URL('../../../../fixtures/python/mprof-leak.dat', import.meta.url)),
)
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const SAMPLER = [
  {
    heapscope: 'series',
    format: 1,
    pid: 41,
    argv: ['app.py', '--token', 'hunter2'],
    python: '3.13.0',
    interval: 0.5,
  },
  {
    t: 100,
    rss: 1000,
    pss: 900,
    swap: 0,
    cpu: 0.2,
    gc: [1, 2, 3],
    traced: 300,
    peak: 400,
    children: [{ pid: 42, rss: 50 }],
  },
  { t: 100.25, event: 'gc', generation: 2, took: 0.01, collected: 7 },
  { t: 100.3, event: 'something new' },
  { t: 100.5, rss: 1100, children: [{ pid: 43, rss: 60 }, { pid: 'x' }] },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('')

async function read(...pieces: Uint8Array[]): Promise<Series> {
  const opened = await openFile(sourceOf(pieces), quietTask())
  if (opened.form !== 'profile' || !opened.snapshot.series) throw new Error('this should be a series')
  return opened.snapshot.series
}

const plain = ({ lines, ...about }: Series) => ({
  ...about,
  lines: lines.map(({ time, bytes, ...line }) => ({ ...line, time: [...time], bytes: [...bytes] })),
})

describe('a series of mprof', () => {
  test('has its samples in bytes and seconds, its calls and its command, wherever its text is cut', async () => {
    const series = await read(LEAK)
    expect(series).toMatchObject({ tool: 'mprof', command: 'python3 profiled.py leak 40', notes: [] })
    expect(series.lines).toHaveLength(1)
    expect(series.lines[0]).toMatchObject({ measure: 'rss', of: '' })
    expect(series.lines[0]!.time).toHaveLength(407)
    expect([series.lines[0]!.time[0], series.lines[0]!.bytes[0]]).toEqual([
      1795740753.3365,
      Math.round(0.195312 * 2 ** 20),
    ])
    expect(series.calls).toHaveLength(80)
    expect(series.calls.map(({ name, level }) => `${name} ${level}`).slice(0, 2)).toEqual([
      '__main__.work 0',
      '__main__.load 1',
    ])
    for (let cut = 1; cut < LEAK.length; cut += 1777) {
      expect(plain(await read(LEAK.subarray(0, cut), LEAK.subarray(cut)))).toEqual(plain(series))
    }
    expect(plain(await read(new Uint8Array(gzipSync(LEAK))))).toEqual(plain(series))
  })

  test('may have functions of an older version, names with spaces, and a clock that went back', async () => {
    const series = await read(
      encode('MEM 2 20\r\nFUNC a.b 1.5 10.0 2.5 11.0\r\nFUNC .my block 1 10 1 12 3\r\nMEM 1 10\r\n'),
    )
    expect(series.calls).toMatchObject([
      { name: 'a.b', level: null, startBytes: 1.5 * 2 ** 20, end: 11 },
      { name: '.my block', level: 3, end: 12 },
    ])
    expect([...series.lines[0]!.time]).toEqual([10, 20])
    expect([...series.lines[0]!.bytes]).toEqual([2 ** 20, 2 ** 21])
  })

  test('keeps what can be read, and says what cannot', async () => {
    const { notes, lines } = await read(encode('MEM 1 10\nMEM -1 11\nMEM 1e9 12\nhello\nMEM 2 13\nMEM 3 1'))
    expect([...lines[0]!.time]).toEqual([10, 13])
    expect(notes).toEqual([
      '3 lines could not be read and are left out, the first of them line 2.',
      'The last line is cut off and left out.',
    ])
  })
})

test('a series of the sampler has all measures, children and runs of the collector', async () => {
  const series = await read(encode(SAMPLER))
  expect(plain(series)).toEqual({
    tool: 'heapscope',
    command: 'app.py --token hunter2',
    pid: 41,
    interval: 0.5,
    calls: [],
    pauses: [{ time: 100.25, took: 0.01, generation: 2, collected: 7 }],
    notes: [],
    lines: [
      { measure: 'rss', of: '', time: [100, 100.5], bytes: [1000, 1100] },
      { measure: 'pss', of: '', time: [100], bytes: [900] },
      { measure: 'swap', of: '', time: [100], bytes: [0] },
      { measure: 'traced', of: '', time: [100], bytes: [300] },
      { measure: 'peak', of: '', time: [100], bytes: [400] },
      { measure: 'child', of: '42', time: [100], bytes: [50] },
      { measure: 'child', of: '43', time: [100.5], bytes: [60] },
    ],
  })
})

describe('in a container', () => {
  test('a series is the same; redacted it has no command line', async () => {
    const session = await openForQuestions(sourceOf([encode(SAMPLER)]))
    expect(session.summary()).toMatchObject({ format: 'memory over time', holds: 'series', nodes: 1 })
    const container = await saved(session)
    const again = await openForQuestions(randomAccessSource(container))
    expect(await again.ask('series', [], QUIET_HOST)).toEqual(await session.ask('series', [], QUIET_HOST))
    expect(Buffer.from(await saved(again)).equals(container)).toBe(true)
    const shared = await openForQuestions(randomAccessSource(await savedRedacted(session)))
    const summary = await shared.ask('series', [], QUIET_HOST)
    expect(summary).toMatchObject({ command: null, pid: 41 })
    expect(JSON.stringify(summary)).not.toContain('hunter2')
  })

  test('samples out of order or of another number are refused', async () => {
    const container = await saved(await openWhole(sourceOf([LEAK])))
    const sections = await sectionsOf(container)
    for (const [name, column] of [
      ['series times', (sections['series times'] as Float64Array).toReversed()],
      ['series times', new Float64Array(3)],
      ['series bytes', new Float64Array(407).fill(Number.NaN)],
      ['series', encode('{"lines":[]}')],
    ] as const) {
      const bad = await withSections(container, { ...sections, [name]: column })
      await expect(openWhole(randomAccessSource(bad))).rejects.toMatchObject({ code: 'bad-container' })
    }
  })
})

test('a damaged series opens or is refused in one sentence', async () => {
  const outcomes = { opened: 0, refused: 0 }
  const whole = [LEAK.subarray(0, 4000), encode(SAMPLER)]
  const edit = fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }), drop: fc.nat({ max: 60 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      fc.nat({ max: 1 }),
      async (edits, which) => {
        const damaged = [...whole[which]!]
        for (const { at, byte, drop } of edits) damaged.splice(at % damaged.length, drop, byte)
        try {
          const session = await openForQuestions(sourceOf([Uint8Array.from(damaged)]))
          const summary = await session.ask('series', [], QUIET_HOST)
          await session.ask('seriesPart', [summary!.start, summary!.end, 100], QUIET_HOST)
          await session.ask('seriesSamples', [{ start: 0, end: 10 }], QUIET_HOST)
          outcomes.opened++
        } catch (error) {
          expect(error).toBeInstanceOf(HeapError)
          expect((error as HeapError).message).toMatch(/^[A-Z“][^\n]{10,600}\.$/)
          outcomes.refused++
        }
      },
    ),
    { numRuns: 300 },
  )
  expect(outcomes.opened).toBeGreaterThan(100)
  expect(outcomes.refused).toBeGreaterThan(0)
})

test('a line without an end is refused before it fills the memory', async () => {
  const piece = encode('x'.repeat(1 << 16))
  let pieces = 0
  const source = {
    name: 'long',
    size: 2 ** 30,
    async *chunks() {
      yield encode('MEM 1 1\n')
      for (; pieces < 2 ** 14; pieces++) yield piece
    },
  }
  await expect(openFile(source, quietTask())).rejects.toMatchObject({ code: 'bad-text' })
  expect(pieces).toBeLessThan(40)
})

test('a series that unpacks to gigabytes is refused before it fills the memory', () => {
  const samples = new LineCollector()
  for (let i = 0; i < 2 ** 24; i++) samples.add('rss', '', i, 1)
  expect(() => samples.add('rss', '', 0, 1)).toThrow(/more than 16,777,216 samples, more than fits/)
})

test('a million samples are judged', async () => {
  const text = Array.from({ length: 1 << 20 }, (_, i) => `MEM ${100 + i / 5000} ${1000 + i}\n`).join('')
  const session = await openForQuestions(sourceOf([encode(text)]))
  expect(await session.ask('series', [], QUIET_HOST)).toMatchObject({
    verdict: { kind: 'leak', confidence: 'high' },
  })
}, 20_000)

test('of many samples in a small stretch the least and the most are drawn', async () => {
  const text = Array.from(
    { length: 5000 },
    (_, i) => `MEM ${i === 2345 ? 900 : 10 + (i % 7)} ${1000 + i}\n`,
  ).join('')
  const session = await openForQuestions(sourceOf([encode(text)]))
  const { lines } = await session.ask('seriesPart', [1000, 5999, 100], QUIET_HOST)
  expect(lines[0]!.time.length).toBeLessThanOrEqual(100)
  expect(Math.max(...lines[0]!.bytes)).toBe(900 * 2 ** 20)
  expect(Math.min(...lines[0]!.bytes)).toBe(10 * 2 ** 20)
  const near = await session.ask('seriesPart', [3344, 3346, 100], QUIET_HOST)
  expect(near.lines[0]!.time).toEqual([3343, 3344, 3345, 3346, 3347])
})
