import type { SeriesSummary, Verdict } from '../model/series.ts'

const HOUR = 3600
const KINDS: Readonly<Record<Verdict['kind'], string>> = {
  leak: 'Leak',
  load: 'Load',
  plateau: 'Plateau',
  flat: 'Flat',
  unclear: 'Not clear',
  short: 'Too short to tell',
}

/**
 * The verdict as a sentence with its reason and how sure it is.
 * @param bytes writes a size for people
 */
export function verdictWords(
  { verdict, lines }: Pick<SeriesSummary, 'verdict' | 'lines'>,
  bytes: (size: number) => string,
): string {
  const { kind, confidence } = verdict
  const what = lines.some(({ measure }) => measure === 'rss') ? 'resident memory' : 'memory'
  const sure = confidence === null ? '' : ` Confidence: ${confidence}.`
  return `${KINDS[kind]}: ${reason(verdict, what, bytes)}.${sure}`
}

function reason(verdict: Verdict, what: string, bytes: (size: number) => string): string {
  const { kind, stretches, rises, swing, growth, late } = verdict
  const size = (value: number): string => `${value < 0 ? '−' : ''}${bytes(Math.abs(Math.round(value)))}`
  const perHour = `${size(verdict.floorSlope * HOUR)} an hour`
  const floor = `after the warm-up the least of ${what} rose in ${rises} of ${stretches - 1} steps between ${stretches} stretches of time`
  switch (kind) {
    case 'leak':
      return `${floor}, by ${size(growth)} in all or ${perHour}, and ${percent(late)} of that came in the second half; it did not come back${swing > growth ? `, whatever load added above it (${size(swing)} a stretch)` : ''}`
    case 'load':
      return `${what} goes up by ${size(swing)} in a stretch of time and comes back to its base, which moved by ${size(growth)} only`
    case 'plateau':
      return `${what} rose in the beginning and then stayed: its base moved by ${size(growth)} after the warm-up${late === null ? '' : `, and ${percent(late)} of what it grew came in the second half`}`
    case 'flat':
      return `${what} neither grows nor goes up and down much: its base moved by ${size(growth)}`
    case 'unclear':
      return `the least of ${what} grew by ${size(growth)} after the warm-up, but in ${rises} of ${stretches - 1} steps only, or mostly in the first half; record for longer`
    case 'short':
      return 'fewer than 20 samples come after the warm-up, the first fifth of the time; record for longer, or sample more often'
  }
}

function percent(part: number | null): string {
  return `${Math.round((part ?? 0) * 100)} %`
}
