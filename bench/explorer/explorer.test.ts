import { describe, expect, test } from 'vitest'
import { QUESTIONS } from './questions.mjs'
import { exploringSection, loadWords, missedExploring, rendererWords } from './report.mjs'
import { checkExploring } from './targets.mjs'

const answer = (id: string, ms: number, held = 10) => ({ id, ms, held, count: 1 })
const scroll = (scrolling: number, longest: number) => ({
  rows: 6_209_698,
  resting: 60.2,
  scrolling,
  work: 5.25,
  longest,
  moved: 391,
  renderer: { compositing: 'disabled_software', device: 'SwiftShader' },
})
const metOf = (checked: readonly { name: string; met: boolean }[]) => checked.map(({ met }) => met)

describe('exploring', () => {
  test('a filter has to be done in a second and to let others in, an order only the first', () => {
    const rounds = (ms: number, held: number) => [
      [answer('filter name', ms, held), answer('sort name', ms, held)],
    ]
    expect(metOf(checkExploring({ answers: rounds(999, 100), scrolls: [] }))).toEqual([true, true, true])
    expect(metOf(checkExploring({ answers: rounds(1000, 101), scrolls: [] }))).toEqual([false, false, false])
    expect(metOf(checkExploring({ answers: rounds(500, 500), scrolls: [] }))).toEqual([true, false, true])
  })

  test('the median of the rounds counts, of tasks the longest of all', () => {
    const answers = [300, 5000, 200].map((ms) => [answer('cut', ms)])
    const scrolls = [scroll(60, 0), scroll(59.6, 0), scroll(20, 71)]
    expect(checkExploring({ answers, scrolls })).toMatchObject([
      { measured: '0.30 s', met: true },
      { measured: '60 frames/s', met: true },
      { measured: '5.3 ms', met: true },
      { measured: '71 ms', met: false },
    ])
  })

  test('a question that was not answered in one round misses its target, and says why', () => {
    const answers = [[answer('cut', 5)], [{ id: 'cut', failure: 'It gave up.' }]]
    expect(checkExploring({ answers, scrolls: [] })).toMatchObject([{ measured: 'It gave up.', met: false }])
  })

  test('targets not met are said so, in the table and below it', () => {
    const result = { name: 'trees', bytes: 985e6, nodes: 8_678_606, answers: [], scrolls: [scroll(45, 80)] }
    expect(exploringSection(result)).toMatch(
      /scrolled for 5 seconds +\| at least 60 frames\/s \| +45 frames\/s \| +no \|/,
    )
    expect(exploringSection(result)).toContain('6,209,698 rows and moved by 391')
    expect(missedExploring(result)).toEqual([
      'trees, 985 MB: page: the table of all objects, scrolled for 5 seconds: 45 frames/s, wanted at least 60 frames/s.',
      'trees, 985 MB: – the longest task on the main thread meanwhile: 80 ms, wanted none over 50 ms.',
    ])
  })

  test('a page that was not measured is said to be so', () => {
    expect(
      exploringSection({ name: 'trees', bytes: 1, nodes: 1, answers: [], scrolls: undefined }),
    ).toContain('The page was not measured.')
  })

  test('what draws the page is said in Chromium’s own words', () => {
    expect(rendererWords({ compositing: 'disabled_software', device: 'SwiftShader' })).toContain(
      'in software, on the same cores as everything else: “disabled_software” (SwiftShader)',
    )
    expect(rendererWords({ compositing: 'enabled', device: 'Card 1' })).toContain('graphics card (Card 1)')
    expect(rendererWords({ compositing: undefined, device: null })).toContain('did not say')
  })

  test('a machine that was busy with other work is said to be so', () => {
    expect(loadWords(0.4, 2.1, 2)).toBe('Load of the machine 0.4 before and 2.1 after.')
    expect(loadWords(16, 2, 2)).toContain('Other work ran beside it')
    expect(loadWords(0.4, 9, 2)).toContain('Other work ran beside it')
  })

  test('every question has a name and an id of its own', () => {
    const questions = QUESTIONS as readonly { id: string; name: string }[]
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
    expect(new Set(questions.map(({ name }) => name)).size).toBe(questions.length)
  })
})
