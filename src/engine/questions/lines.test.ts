import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LineGrouping, LineRow } from '../model/line-rows.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { sourceOf } from '../testing/sample-text.ts'
import { openForQuestions } from '../testing/saving.ts'

const FOLDER = new URL('../../../fixtures/python/', import.meta.url)
const ALL = { start: 0, end: 100_000 }

type Frames = readonly (readonly [file: string, line: number])[]
type Stat = readonly [Frames, size: number, count: number, sizeDiff?: number, countDiff?: number]
type Grouped = Readonly<Record<string, readonly Stat[]>>

interface Truth {
  readonly statistics: readonly Grouped[]
  /** Of the second and the third beside the first. */
  readonly changes: readonly Grouped[]
  readonly filtered: readonly { readonly filter: string; readonly lines: readonly Stat[] }[]
}

const GROUPINGS: Readonly<Record<string, LineGrouping>> = {
  lineno: { by: 'line' },
  filename: { by: 'file' },
  traceback: { by: 'traceback' },
  'lineno cumulative': { by: 'line', cumulative: true },
  'filename cumulative': { by: 'file', cumulative: true },
}

const asPython = ({ frames, size, count }: LineRow): Stat => [
  frames.map(({ file, line }) => [file, line ?? 0]),
  size,
  count,
]

const asDifference = (row: LineRow): Stat =>
  [...asPython(row), row.sizeDiff, row.countDiff] as unknown as Stat

/** Equal amounts come in any order. */
const sorted = (stats: readonly Stat[]): string[] => stats.map((stat) => JSON.stringify(stat)).toSorted()

describe.each(['3.8', '3.13'])('beside tracemalloc of Python %s', (version) => {
  const truth = JSON.parse(readFileSync(new URL(`tracemalloc-${version}.json`, FOLDER), 'utf8')) as Truth
  const open = (number: number): Promise<Session> => {
    const bytes = readFileSync(new URL(`tracemalloc-${version}-${number}.pickle`, FOLDER))
    return openForQuestions(sourceOf([new Uint8Array(bytes)]))
  }

  test.each(Object.entries(GROUPINGS))(
    'statistics by %s are the same, in the same order',
    async (key, grouping) => {
      for (const number of [1, 2, 3]) {
        const { rows } = await (await open(number)).ask('allocationLines', [[], grouping, ALL], QUIET_HOST)
        const wanted = truth.statistics[number - 1]![key]!
        expect(sorted(rows.map(asPython))).toEqual(sorted(wanted))
        expect(rows.map(({ size, count }) => [size, count])).toEqual(
          wanted.map(([, size, count]) => [size, count]),
        )
      }
    },
  )

  test.each(Object.entries(GROUPINGS))('differences by %s are those of compare_to', async (key, grouping) => {
    const first = await open(1)
    for (const number of [2, 3]) {
      const session = await open(number)
      await session.besideBase(
        'first',
        { digest: (paths) => first.digest(paths, QUIET_HOST) },
        null,
        QUIET_HOST,
      )
      const { rows } = await session.ask('allocationLines', [['first'], grouping, ALL], QUIET_HOST)
      const wanted = truth.changes[number - 2]![key]!
      expect(sorted(rows.map(asDifference))).toEqual(sorted(wanted))
      expect(rows.map(({ sizeDiff }) => sizeDiff)).toEqual(wanted.map(([, , , sizeDiff]) => sizeDiff))
    }
  })

  test.each(truth.filtered)('$filter finds what tracemalloc’s own filter does', async ({ filter, lines }) => {
    const request = { ...ALL, filter }
    const { rows, size, count } = await (
      await open(3)
    ).ask('allocationLines', [[], { by: 'line' }, request], QUIET_HOST)
    expect(sorted(rows.map(asPython))).toEqual(sorted(lines))
    expect(size).toEqual([lines.reduce((sum, [, bytes]) => sum + bytes, 0)])
    expect(count).toEqual([lines.reduce((sum, [, , blocks]) => sum + blocks, 0)])
  })

  test('three snapshots tell which lines grew in every step', async () => {
    const earlier = [await open(1), await open(2)]
    const last = await open(3)
    const keys = ['1', '2']
    for (const [i, session] of earlier.entries()) {
      await last.besideBase(
        keys[i]!,
        { digest: (paths) => session.digest(paths, QUIET_HOST) },
        null,
        QUIET_HOST,
      )
    }
    const all = await last.ask('allocationLines', [keys, { by: 'line' }, ALL], QUIET_HOST)
    const steady = await last.ask('allocationLines', [keys, { by: 'line', steady: true }, ALL], QUIET_HOST)
    expect(steady.rows.length).toBeGreaterThan(3)
    expect(steady.rows).toEqual(
      all.rows.filter(({ sizes }) => sizes[1]! > sizes[0]! && sizes[2]! > sizes[1]!),
    )
    const lineOf = (rows: readonly LineRow[], name: string) =>
      rows.filter(({ frames }) => frames[0]!.file.endsWith(name)).map(({ frames }) => frames[0]!.line)
    // Sessions pile up; buffers came and went.
    expect(lineOf(steady.rows, 'models.py')).toContain(5)
    expect(lineOf(steady.rows, 'main.py')).not.toContain(7)
    expect(lineOf(all.rows, 'main.py')).toContain(7)
  })
})
