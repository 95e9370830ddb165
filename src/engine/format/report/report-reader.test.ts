import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { LineReport } from '../../model/line-report.ts'
import { randomAccessSource } from '../../testing/memory-container.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { savedRedacted } from '../../testing/redacting.ts'
import { sourceOf } from '../../testing/sample-text.ts'
import { openForQuestions, saved } from '../../testing/saving.ts'
import { QUIET_HOST } from '../../testing/captures.ts'
import { openFile } from '../open.ts'

const TEXT = readFileSync(new URL('../../../../fixtures/python/line-report.txt', import.meta.url), 'utf8')
const MIB = 2 ** 20

async function read(text: string): Promise<LineReport> {
  const opened = await openFile(sourceOf([new TextEncoder().encode(text)]), quietTask())
  if (opened.form !== 'profile' || !opened.snapshot.report) throw new Error('this should be a report')
  return opened.snapshot.report
}

test('a report has the lines of each function, with their sources', async () => {
  const { functions, notes } = await read(TEXT)
  expect(notes).toEqual([])
  expect(functions.map(({ file, lines }) => [file, lines.length])).toEqual([
    ['profiled.py', 7],
    ['profiled.py', 8],
  ])
  expect(functions[0]!.lines.slice(1, 3)).toEqual([
    { line: 10, usage: null, increment: null, occurrences: null, contents: 'def load(amount):' },
    {
      line: 11,
      usage: Math.round(31.941 * MIB),
      increment: Math.round(-163.344 * MIB),
      occurrences: 189,
      contents: '    rows = [bytearray(100_000) for _ in range(amount)]',
    },
  ])
})

test('older reports have no occurrences, and what the program printed stands between', async () => {
  const { functions } = await read(
    [
      'hello from the program',
      'Filename: old.py',
      '',
      'Line #    Mem usage    Increment   Line Contents',
      '================================================',
      '     3     40.6 MiB     40.6 MiB   @profile',
      '     4                             def my_func():',
      '     5     48.2 MiB      7.6 MiB       a = [1] * (10 ** 6)',
      '     6                             ',
      '',
      '',
      'bye',
      '',
    ].join('\r\n'),
  )
  expect(functions).toEqual([
    {
      file: 'old.py',
      lines: [
        {
          line: 3,
          usage: Math.round(40.6 * MIB),
          increment: Math.round(40.6 * MIB),
          occurrences: null,
          contents: '@profile',
        },
        { line: 4, usage: null, increment: null, occurrences: null, contents: 'def my_func():' },
        {
          line: 5,
          usage: Math.round(48.2 * MIB),
          increment: Math.round(7.6 * MIB),
          occurrences: null,
          contents: '    a = [1] * (10 ** 6)',
        },
        { line: 6, usage: null, increment: null, occurrences: null, contents: '' },
      ],
    },
  ])
})

test('cut off anywhere, what was whole is kept and the cut is said', async () => {
  const whole = (await read(TEXT)).functions
  for (let length = 300; length < TEXT.length; length += 13) {
    const { functions, notes } = await read(TEXT.slice(0, length))
    expect(functions[0]!.lines).toEqual(whole[0]!.lines.slice(0, functions[0]!.lines.length))
    expect(notes.length).toBeLessThanOrEqual(1)
  }
})

test('shared without values it has no source, and files without their folders', async () => {
  const text = TEXT.replaceAll('Filename: profiled.py', 'Filename: /home/anna/acme/profiled.py')
  const session = await openForQuestions(sourceOf([new TextEncoder().encode(text)]))
  const counts = await session.ask('redactionPreview', [], QUIET_HOST)
  expect(counts.lines).toBe(15)
  const shared = await openForQuestions(randomAccessSource(await savedRedacted(session)))
  const { report } = await shared.ask('allocations', [], QUIET_HOST)
  expect(JSON.stringify(report)).not.toMatch(/anna|bytearray/)
  expect(report!.functions.map(({ file }) => file)).toEqual(['profiled.py', 'profiled.py'])
})

test('in a container it is the same', async () => {
  const session = await openForQuestions(sourceOf([new TextEncoder().encode(TEXT)]))
  expect(session.summary()).toMatchObject({ format: 'line report of memory_profiler', holds: 'lines' })
  const again = await openForQuestions(randomAccessSource(await saved(session)))
  expect(await again.ask('allocations', [], QUIET_HOST)).toEqual(
    await session.ask('allocations', [], QUIET_HOST),
  )
})
