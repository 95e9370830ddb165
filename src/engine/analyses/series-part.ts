import type { LineSummary, Series, SeriesLine, SeriesPart, SeriesSummary } from '../model/series.ts'
import { calledFunctions } from './called-functions.ts'
import { judgeSeries } from './series-verdict.ts'

/** Calls and pauses that are drawn at once; of more the longest. */
const MOST_MARKS = 500

/** The line that is judged: resident memory, or what there is. */
function mainLine({ lines }: Series): SeriesLine {
  return lines.find(({ measure }) => measure === 'rss') ?? lines[0]!
}

export function seriesSummary(series: Series): SeriesSummary {
  const { tool, command, pid, interval, lines, calls, pauses, notes } = series
  return {
    tool,
    command,
    pid,
    interval,
    start: Math.min(...lines.map(({ time }) => time[0]!)),
    end: Math.max(...lines.map(({ time }) => time.at(-1)!)),
    lines: lines.map(lineSummary),
    calls: calls.length,
    pauses: pauses.length,
    functions: calledFunctions(calls),
    notes,
    verdict: judgeSeries(mainLine(series)),
  }
}

function lineSummary({ measure, of, time, bytes }: SeriesLine): LineSummary {
  let least = Infinity
  let most = 0
  for (const value of bytes) {
    if (value < least) least = value
    if (value > most) most = value
  }
  return { measure, of, samples: time.length, first: bytes[0]!, last: bytes.at(-1)!, least, most }
}

/**
 * What lies between two moments, for drawing: where a line has more than `most` samples, the least and the most of each
 * small stretch, so that no peak is lost. O(samples).
 */
export function seriesPart(series: Series, from: number, to: number, most: number): SeriesPart {
  const calls = series.calls.filter(({ start, end }) => end >= from && start <= to)
  const pauses = series.pauses.filter(({ time }) => time >= from && time <= to)
  const longest = calls.toSorted((a, b) => b.end - b.start - (a.end - a.start)).slice(0, MOST_MARKS)
  return {
    lines: series.lines.map((line) => ({
      measure: line.measure,
      of: line.of,
      ...thinned(line, from, to, most),
    })),
    calls: longest.sort((a, b) => a.start - b.start),
    allCalls: calls.length,
    pauses: pauses.toSorted((a, b) => (b.took ?? 0) - (a.took ?? 0)).slice(0, MOST_MARKS),
    allPauses: pauses.length,
  }
}

/** The samples from one before `from` to one behind `to`, so that a line goes on to both edges. */
function thinned({ time, bytes }: SeriesLine, from: number, to: number, most: number) {
  const inside = time.findIndex((moment) => moment >= from)
  const behind = time.findLastIndex((moment) => moment <= to)
  const first = Math.max(0, (inside === -1 ? time.length : inside) - 1)
  const last = Math.min(time.length, behind + 2)
  const count = Math.max(0, last - first)
  const kept: number[] = []
  if (count <= most) for (let i = first; i < last; i++) kept.push(i)
  else {
    const stretches = Math.max(1, most >> 1)
    for (let stretch = 0; stretch < stretches; stretch++) {
      const begin = first + Math.floor((stretch * count) / stretches)
      const end = first + Math.floor(((stretch + 1) * count) / stretches)
      kept.push(...extremes(bytes, begin, end))
    }
  }
  return { time: kept.map((i) => time[i]!), bytes: kept.map((i) => bytes[i]!) }
}

/** The places of the least and the most, in their order. */
function extremes(bytes: Float64Array, begin: number, end: number): number[] {
  let [least, most] = [begin, begin]
  for (let i = begin; i < end; i++) {
    if (bytes[i]! < bytes[least]!) least = i
    if (bytes[i]! > bytes[most]!) most = i
  }
  return least === most ? [least] : [Math.min(least, most), Math.max(least, most)]
}
