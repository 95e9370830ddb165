import { grouped, markdownTable, megabytes, median } from '../measure/table.mjs'
import { checkComparing } from './targets.mjs'

/** What was measured of one pair: a heading and a table. */
export function comparingSection(result) {
  const { rounds, pages } = result
  const [{ nodes }] = rounds
  const rows = checkComparing(result).map(({ name, wanted, measured, met }) => [
    name,
    wanted,
    measured,
    met === undefined ? '' : met ? 'yes' : 'no',
  ])
  const open = median(rounds.map((round) => round.open))
  return [
    `### ${titleOf(result)}, compared`,
    `${nodes.map(grouped).join(' and ')} nodes; both open take ${megabytes(open)}.`,
    markdownTable(['', 'wanted', 'measured', 'met'], rows),
    pages?.length > 0 ? '' : 'The page was not measured.',
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** Missed targets as a line each. */
export function missedComparing(result) {
  return checkComparing(result)
    .filter(({ met }) => met === false)
    .map(({ name, wanted, measured }) => `${titleOf(result)}: ${name}: ${measured}, wanted ${wanted}.`)
}

function titleOf({ name, bytes }) {
  return `${name}, ${bytes.map(megabytes).join(' and ')}`
}
