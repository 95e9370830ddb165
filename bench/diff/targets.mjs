import { median } from '../measure/table.mjs'

/** The heaps and what their comparison needs, to the heaps alone. */
const MOST_MEMORY = 1.2
const WORDS = { id: 'by ids', path: 'by paths' }

const inSeconds = (ms) => `${(ms / 1000).toFixed(2)} s`

/**
 * Sets what `comparePair` measured against the targets.
 * @param result `seconds`, what comparing may take; `rounds`; `pages`
 * @returns `{ name, wanted, measured, met }` each; `met` is undefined where nothing is wanted
 */
export function checkComparing({ seconds, rounds, pages = [] }) {
  return [
    ...Object.keys(WORDS).flatMap((by) => checkWay(by, seconds, rounds)),
    ...(pages.length > 0 ? Object.keys(WORDS).flatMap((by) => checkPage(by, seconds, pages)) : []),
  ]
}

function checkWay(by, seconds, rounds) {
  const ways = rounds.map((round) => ({ ...round.ways.find((way) => way.by === by), open: round.open }))
  const of = (measure) => median(ways.map((way) => way[measure]))
  const ratio = median(ways.map(({ most, open }) => most / open))
  return [
    {
      name: `matched ${WORDS[by]}, classes and owners listed`,
      wanted: `under ${seconds} s`,
      measured: inSeconds(of('ms')),
      met: of('ms') < seconds * 1000,
    },
    ...['align', 'classes', 'owners'].map((step) => ({
      name: `– of that: ${step === 'align' ? 'finding which objects are the same' : step}`,
      wanted: '',
      measured: inSeconds(of(step)),
    })),
    {
      name: '– the longest without a pause',
      wanted: '',
      measured: `${Math.round(of('held'))} ms`,
    },
    {
      name: '– most memory meanwhile, to that of both heaps',
      wanted: `at most ${MOST_MEMORY}×`,
      measured: `${ratio.toFixed(2)}×`,
      met: ratio <= MOST_MEMORY,
    },
  ]
}

function checkPage(by, seconds, pages) {
  const ways = pages.map((page) => page.find((way) => way.by === by))
  const longest = Math.max(...ways.map((way) => way.longest))
  const ratio = median(ways.map(({ most, open }) => most / open))
  const ms = median(ways.map((way) => way.ms))
  return [
    {
      name: `page: matched ${WORDS[by]}, and said so`,
      wanted: `under ${seconds} s`,
      measured: inSeconds(ms),
      met: ms < seconds * 1000,
    },
    {
      name: '– the longest task on the main thread meanwhile',
      wanted: 'none over 50 ms',
      measured: longest === 0 ? 'none' : `${Math.round(longest)} ms`,
      met: longest === 0,
    },
    { name: '– most memory of the tab, to that before', wanted: '', measured: `${ratio.toFixed(2)}×` },
  ]
}
