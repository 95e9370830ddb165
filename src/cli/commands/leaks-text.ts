import type { ComparedClusters, KnownCluster, LeakPage, LeakRow } from '#engine/model/leak-rows.ts'
import type { Io } from '../io.ts'
import { formatBytes, formatCount, formatDelta, formatName, type Paint, paintFor } from '../text.ts'
import { matchesText } from './diff-text.ts'
import type { Leaks } from './leaks.ts'
import { stepsText } from './path-steps.ts'

const PATTERNS = {
  every: 'some in every cycle: it leaks',
  once: 'all in one cycle: filled once, perhaps a cache',
  some: 'in some cycles',
} as const

/** Leaks for people. */
export function leaksText({ page, pairs, top, against }: Leaks, io: Io): string {
  const paint = paintFor(io)
  const rows = page.rows.slice(0, top)
  const head =
    pairs.length === 0 ? '1 capture' : `${formatCount(page.captures)} captures, ${matchesText(pairs)}`
  const parts = [
    head,
    ...rows.map((row) => clusterText(row, paint)),
    paint.quiet(`${shownText(page, rows.length)}\n◆ every path from the root comes through here`),
    ...(against ? [againstText(against, paint)] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

/** A cluster for people: what it is, when it came, and the path to one of its objects. */
export function clusterText(row: LeakRow, paint: Paint): string {
  const { count, retainedSize, exact, className, fingerprint, engine, perCycle, pattern } = row
  const size = `${exact ? '' : 'at least '}${formatBytes(retainedSize)}`
  const head = `${formatCount(count)} × ${formatName(className)}  ${size}`
  const came = pattern ? [`  came: ${perCycle.map(formatCount).join(', ')} (${PATTERNS[pattern]})`] : []
  const own = engine ? "  the engine's own" : ''
  return [
    `${paint.strong(head)}  ${paint.quiet(fingerprint)}${own}`,
    ...came,
    stepsText(row.representative.path),
  ].join('\n')
}

function shownText({ total, program, engine }: LeakPage, shown: number): string {
  const listed =
    shown < total
      ? `showing ${formatCount(shown)} of ${formatCount(total)} clusters; --top ${total} shows all`
      : `${formatCount(total)} ${total === 1 ? 'cluster' : 'clusters'}`
  const of = (sums: LeakPage['engine']): string =>
    `${formatCount(sums.clusters)} with ${formatCount(sums.count)} objects`
  return `${listed}\n${of(program)} of the program's, ${of(engine)} of the engine's own`
}

function againstText({ gone, still, new: added }: ComparedClusters, paint: Paint): string {
  const line = ({ fingerprint, className, count, retainedSize }: KnownCluster): string =>
    `  ${fingerprint}  ${formatCount(count)} × ${formatName(className)}, ${formatBytes(retainedSize)}`
  const list = (title: string, lines: readonly string[]): string =>
    [paint.strong(`${title}: ${formatCount(lines.length)}`), ...lines].join('\n')
  return [
    list('Gone since the earlier run', gone.map(line)),
    list(
      'Still there',
      still.map(({ before, now }) => `${line(now)} (${formatDelta(now.retainedSize - before.retainedSize)})`),
    ),
    list('New', added.map(line)),
  ].join('\n')
}
