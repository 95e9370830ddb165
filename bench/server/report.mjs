import { grouped, markdownTable, median, megabytes } from '../measure/table.mjs'

/** Whole bodies in memory would take as much as passes: 1 GB of uploads, 10 GB of downloads. */
const MOST_MEMORY = 512e6
/** What a server at rest may have more after the last round than after the first. */
const MOST_GROWTH = 1.2

/**
 * What was measured, with what was wanted of it.
 * @param counts `uploads`, `downloads` and `bytes` of each
 * @returns `name`, `wanted`, `measured` and whether it was `met`; undefined where nothing is wanted
 */
export function checkServing({ before, rounds }, { uploads, downloads, bytes }) {
  const most = Math.max(...rounds.flatMap(({ memory }) => [memory.uploading, memory.downloading]))
  const [first, last] = [rounds[0].memory.after, rounds.at(-1).memory.after]
  return [
    ...half(
      `${grouped(uploads)} uploads at once`,
      rounds.map(({ up }) => up),
      bytes,
    ),
    ...half(
      `${grouped(downloads)} downloads at once`,
      rounds.map(({ down }) => down),
      bytes,
    ),
    { name: 'server at rest before, resident', wanted: '', measured: megabytes(before) },
    {
      name: '– at most while it takes uploads',
      wanted: '',
      measured: megabytes(Math.max(...rounds.map(({ memory }) => memory.uploading))),
    },
    {
      name: '– at most in all',
      wanted: `under ${megabytes(MOST_MEMORY)}`,
      measured: megabytes(most),
      met: most < MOST_MEMORY,
    },
    { name: '– at rest after the first round', wanted: '', measured: megabytes(first) },
    {
      name: '– at rest after the last round',
      wanted: rounds.length > 1 ? `at most ${MOST_GROWTH.toFixed(1)}× of that` : '',
      measured: megabytes(last),
      ...(rounds.length > 1 && { met: last <= first * MOST_GROWTH }),
    },
  ]
}

function half(name, runs, bytes) {
  const failed = runs.reduce((sum, run) => sum + run.failed, 0)
  const rate = median(runs.map(({ latencies, seconds }) => (latencies.length * bytes) / seconds))
  const latency = (part) => median(runs.map(({ latencies }) => quantile(latencies, part)))
  return [
    {
      name: `${name}: lost, refused or other bytes`,
      wanted: 'none',
      measured: failed ? grouped(failed) : 'none',
      met: failed === 0,
    },
    { name: '– together', wanted: '', measured: `${megabytes(rate)}/s` },
    { name: '– half of them are over within', wanted: '', measured: inSeconds(latency(0.5)) },
    { name: '– 95 % of them', wanted: '', measured: inSeconds(latency(0.95)) },
    { name: '– all of them', wanted: '', measured: inSeconds(latency(1)) },
  ]
}

/** The least value that so large a part of all does not exceed; NaN of none. */
export function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN
}

export function servingTable(checked) {
  return markdownTable(
    ['', 'wanted', 'measured', 'met'],
    checked.map(({ name, wanted, measured, met }) => [
      name,
      wanted,
      measured,
      met === undefined ? '' : met ? 'yes' : 'no',
    ]),
  )
}

/** Missed targets as a line each. */
export function missedServing(checked) {
  return checked
    .filter(({ met }) => met === false)
    .map(({ name, wanted, measured }) => `Serving: ${name}: ${measured}, wanted ${wanted}.`)
}

function inSeconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}
