import { grouped, markdownTable, megabytes, median } from '../measure/table.mjs'
import { checkExploring } from './targets.mjs'

/** What was measured of one file: a heading, a table, and how the page was drawn. */
export function exploringSection({ name, bytes, nodes, answers, scrolls }) {
  const rows = checkExploring({ answers, scrolls }).map(({ name: what, wanted, measured, met }) => [
    what,
    wanted,
    measured,
    met ? 'yes' : 'no',
  ])
  return [
    `### ${name}, ${megabytes(bytes)}, explored`,
    `${grouped(nodes)} nodes.`,
    markdownTable(['', 'wanted', 'measured', 'met'], rows),
    scrolls?.length > 0 ? scrollingWords(scrolls) : 'The page was not measured.',
  ].join('\n\n')
}

/** Missed targets as a line each. */
export function missedExploring(result) {
  return checkExploring(result)
    .filter(({ met }) => !met)
    .map(
      ({ name, wanted, measured }) =>
        `${result.name}, ${megabytes(result.bytes)}: ${name}: ${measured}, wanted ${wanted}.`,
    )
}

function scrollingWords(scrolls) {
  const [{ rows, renderer }] = scrolls
  const of = (measure) => Math.round(median(scrolls.map((scroll) => scroll[measure])))
  return (
    `The table had ${grouped(rows)} rows and moved by ${grouped(of('moved'))} of them in 5 seconds. With nothing ` +
    `happening the same page had ${of('resting')} frames/s. ${rendererWords(renderer)}`
  )
}

/** Chromium's own words for how it draws. */
export function rendererWords({ compositing, device }) {
  const card = device ? ` (${device})` : ''
  if (compositing === undefined) return `Chromium did not say how it draws${card}.`
  if (compositing.startsWith('enabled')) return `Chromium drew with a graphics card${card}.`
  return `Chromium drew in software, on the same cores as everything else: “${compositing}”${card}.`
}

/**
 * How busy the machine was: a second is one only where nobody else takes a part of it. The bench itself keeps one to two
 * cores busy.
 */
export function loadWords(before, after, cores) {
  const words = `Load of the machine ${before.toFixed(1)} before and ${after.toFixed(1)} after.`
  const busy = before > cores / 2 || after > cores * 1.5
  return busy ? `${words} **Other work ran beside it, so these times are too long.**` : words
}
