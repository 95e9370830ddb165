import { median } from '../measure/table.mjs'
import { QUESTIONS } from './questions.mjs'

/** By kind of question. */
const MOST_MS = { filter: 1000, sort: 1000, 'what-if': 1000, findings: 3000 }
/** They let the thread do other things meanwhile. */
const GIVING_WAY = new Set(['filter', 'findings'])
/** A filter or a rule lets the thread answer other questions, or hear that nobody wants it any more, as often as this. */
const MOST_HELD_MS = 100
const FRAMES = 60
/** Of the 16.7 ms of a frame, the rest being for painting. */
const MOST_WORK_MS = 8

const milliseconds = (ms) => `${Math.round(ms)} ms`
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`
const frames = (rate) => `${Math.round(rate)} frames/s`

/**
 * Sets what `explore` measured of one file against the targets.
 * @returns `{ name, wanted, measured, met }` each, in the order of the questions, the page's last
 */
export function checkExploring({ answers, scrolls }) {
  return [...QUESTIONS.flatMap((question) => checkQuestion(question, answers)), ...checkScrolling(scrolls)]
}

function checkQuestion({ id, name, kind }, rounds) {
  const all = rounds.map((answers) => answers.find((answer) => answer.id === id)).filter(Boolean)
  if (all.length === 0) return []
  const failed = all.find(({ failure }) => failure)
  const most = MOST_MS[kind]
  const wanted = `under ${seconds(most)}`
  if (failed) return [{ name, wanted, measured: failed.failure, met: false }]
  const ms = median(all.map((answer) => answer.ms))
  const held = median(all.map((answer) => answer.held))
  const lines = [{ name, wanted, measured: seconds(ms), met: ms < most }]
  if (!GIVING_WAY.has(kind)) return lines
  return [
    ...lines,
    {
      name: '– the longest without a pause',
      wanted: `at most ${MOST_HELD_MS} ms`,
      measured: milliseconds(held),
      met: held <= MOST_HELD_MS,
    },
  ]
}

function checkScrolling(scrolls = []) {
  if (scrolls.length === 0) return []
  const rate = median(scrolls.map(({ scrolling }) => scrolling))
  const work = median(scrolls.map((scroll) => scroll.work))
  const longest = Math.max(...scrolls.map((scroll) => scroll.longest))
  return [
    {
      name: 'page: the table of all objects, scrolled for 5 seconds',
      wanted: `at least ${FRAMES} frames/s`,
      measured: frames(rate),
      // A screen of 60 Hz has a little less than that.
      met: Math.round(rate) >= FRAMES,
    },
    {
      name: '– script, style and layout a frame',
      wanted: `at most ${MOST_WORK_MS} ms`,
      measured: `${work.toFixed(1)} ms`,
      met: work <= MOST_WORK_MS,
    },
    {
      name: '– the longest task on the main thread meanwhile',
      wanted: 'none over 50 ms',
      measured: longest === 0 ? 'none' : milliseconds(longest),
      met: longest === 0,
    },
  ]
}
