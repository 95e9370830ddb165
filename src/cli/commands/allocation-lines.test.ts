import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

const dump = (number: number): string =>
  fileURLToPath(new URL(`../../../fixtures/python/tracemalloc-3.13-${number}.pickle`, import.meta.url))
const PROFILE = fileURLToPath(
  new URL('../../../fixtures/captures/chrome-156.heapprofile.gz', import.meta.url),
)

async function text(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runInMemory(['allocations', ...args])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse(await text(...args, '--json')) as Record<string, unknown>
}

describe('allocations of a dump of tracemalloc', () => {
  test('come by line, the largest first, with count and average', async () => {
    const lines = (await text(dump(3))).split('\n')
    expect(lines[0]).toMatch(/^ *size +blocks +average +line$/)
    expect(lines[1]).toMatch(/^ *38\.7 KiB +828 +48 B +\/srv\/app\/models\.py:5$/)
    expect(lines.at(-2)).toMatch(/KiB in [\d,]+ memory blocks of 13 lines$/)
  })

  test('come by file and by traceback, with the frames below', async () => {
    expect(await text(dump(3), '--by', 'file', '--top', '1')).toMatch(
      /\n.*models\.py\nshowing 1 of 5; --top 5 shows all\. /,
    )
    expect(await text(dump(3), '--by', 'traceback', '--top', '1')).toMatch(
      /models\.py:5\n +\/srv\/app\/models\.py:11\n +\/srv\/app\/cache\.py:9\n +\/srv\/app\/main\.py:5\n/,
    )
  })

  test('beside an earlier one show what changed', async () => {
    const stdout = await text(dump(2), dump(1))
    expect(stdout).toMatch(/^ *size +change +blocks +change +line\n.*\+1\d\.\d KiB .*models\.py:5\n/)
    expect(stdout).toMatch(/\+\d+\.\d KiB in \+\d+ blocks against the first; 14 lines\n$/)
    const { rows, sizes } = await json(dump(3), dump(1), dump(2), '--steady')
    expect(sizes).toHaveLength(3)
    expect((rows as { steady: boolean }[]).every(({ steady }) => steady)).toBe(true)
  })

  test('can be filtered and cumulated', async () => {
    const { rows, by, cumulative } = await json(
      dump(3),
      '--by',
      'file',
      '--cumulative',
      '--filter',
      'domain:7',
    )
    expect({ by, cumulative }).toEqual({ by: 'file', cumulative: true })
    // Two frames of each stack are in the one file, and tracemalloc counts both.
    expect((rows as { size: number }[])[0]!.size).toBe(6000)
  })

  test.each([
    [[dump(3), '--filter', 'fille:x OR'], 'nothing stands behind'],
    [[dump(3), '--by', 'stack', '--steady'], 'need --by line'],
    [[PROFILE, '--by', 'line'], 'which lines of Python'],
  ])('%j is wrong usage, and says why', async (args, reason) => {
    const { exitCode, stdout, stderr } = await runInMemory(['allocations', ...args])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(reason)
  })
})
