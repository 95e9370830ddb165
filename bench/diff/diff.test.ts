import { describe, expect, test } from 'vitest'
import { comparingSection, missedComparing } from './report.mjs'
import { checkComparing } from './targets.mjs'

const way = (by: string, ms: number, most: number) => ({
  by,
  ms,
  align: 100,
  classes: 10,
  owners: 20,
  held: 31,
  most,
})
const round = (id: number, path: number, most = 1.1e9) => ({
  nodes: [1000, 1100],
  open: 1e9,
  ways: [way('id', id, most), way('path', path, most)],
})
const page = (longest: number) => [
  { by: 'path', ms: 900, longest, open: 1e9, most: 1.3e9 },
  { by: 'id', ms: 400, longest: 0, open: 1e9, most: 1.1e9 },
]
const wantedOf = (checked: readonly { name: string; met?: boolean }[]) =>
  checked.filter(({ met }) => met !== undefined).map(({ met }) => met)

describe('comparing', () => {
  test('has to be done in the seconds that a pair may take, and in little more memory than both heaps', () => {
    expect(wantedOf(checkComparing({ seconds: 1, rounds: [round(999, 999, 1.2e9)] }))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(wantedOf(checkComparing({ seconds: 1, rounds: [round(1000, 5000, 1.21e9)] }))).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(wantedOf(checkComparing({ seconds: 8, rounds: [round(7999, 8000)] }))).toEqual([
      true,
      true,
      false,
      true,
    ])
  })

  test('the median of the rounds counts, of tasks on the main thread the longest of all', () => {
    const rounds = [round(300, 1), round(5000, 1), round(200, 1)]
    expect(checkComparing({ seconds: 1, rounds })[0]).toMatchObject({ measured: '0.30 s', met: true })
    const ofPage = checkComparing({ seconds: 1, rounds, pages: [page(0), page(71)] })
    const tasks = ofPage.filter(({ name }: { name: string }) => name.includes('main thread'))
    expect(tasks).toMatchObject([
      { measured: 'none', met: true },
      { measured: '71 ms', met: false },
    ])
  })

  test('the page has as long', () => {
    const checked = checkComparing({ seconds: 0.9, rounds: [round(1, 1)], pages: [page(0)] })
    expect(checked.filter(({ name }: { name: string }) => name.startsWith('page'))).toMatchObject([
      { measured: '0.40 s', met: true },
      { measured: '0.90 s', met: false },
    ])
  })

  test('a pair has a table, and a line for each target not met', () => {
    const result = { name: 'trees', seconds: 1, bytes: [146e6, 159e6], rounds: [round(400, 1500)] }
    expect(comparingSection(result)).toContain('1,000 and 1,100 nodes; both open take 1.00 GB.')
    expect(comparingSection(result)).toContain('The page was not measured.')
    expect(missedComparing(result)).toEqual([
      'trees, 146 MB and 159 MB: matched by paths, classes and owners listed: 1.50 s, wanted under 1 s.',
    ])
  })
})
