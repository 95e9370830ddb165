import type { ClassChangePage, OwnerPage, IdPair, PairRow } from '#engine/model/diff-rows.ts'
import type { Io } from '../io.ts'
import { type Column, formatTable } from '../table.ts'
import {
  deltaCell,
  formatBytes,
  formatCount,
  formatCountDelta,
  formatDelta,
  formatName,
  type Paint,
  paintFor,
} from '../text.ts'
import type { Difference } from './diff.ts'
import { nameOf } from './path-steps.ts'
import { typeChanges } from './type-changes.ts'

const right = (title: string): Column => ({ title, align: 'right' })
const left = (title: string): Column => ({ title, align: 'left' })

const CLASS_COLUMNS = [
  right('retained'),
  right('shallow'),
  right('count'),
  right('new'),
  right('deleted'),
  left('class'),
]
const TYPE_COLUMNS = [right('shallow'), right('count'), right('new'), right('deleted'), left('type')]
const OWNER_COLUMNS = [right('growth'), right('new'), right('deleted'), left('owner'), left('what came')]

/** A difference for people. */
export function diffText(difference: Difference, io: Io): string {
  const paint = paintFor(io)
  return `${pairText(difference.pair, paint)}\n\n${rowsText(difference, paint)}`
}

function pairText(pair: PairRow, paint: Paint): string {
  const { base, target } = pair
  const side = (label: string, { file, count, shallowSize }: PairRow['base']): string =>
    `${label}  ${formatBytes(shallowSize)} in ${formatCount(count)} objects  ${formatName(file)}`
  const change = target.shallowSize - base.shallowSize
  return [
    matchText(pair),
    side('base  ', base),
    side('target', target),
    paint.strong(`delta   ${formatDelta(change)}, ${formatCountDelta(target.count - base.count)} objects`),
  ].join('\n')
}

/** How objects were told to be the same, and how many are. */
export function matchText(pair: PairRow | IdPair): string {
  if (pair.matchedBy === 'id') {
    return pair.sameProcess
      ? 'one process, by id'
      : 'by id, as asked for; the ids do not show that both are of one process'
  }
  const { base, target, matched, matchedInBase } = pair
  return `by path; ${percentOf(matched, target)} of the target's bytes matched, ${percentOf(matchedInBase, base)} of the base's`
}

/** Only what is whole is 100 %. */
function percentOf(part: { readonly shallowSize: number }, whole: { readonly shallowSize: number }): string {
  const share = whole.shallowSize === 0 ? 1 : part.shallowSize / whole.shallowSize
  return share === 1 ? '100 %' : `${Math.min(99.9, share * 100).toFixed(1)} %`
}

/** The same of several captures, each by its file where they differ. */
export function matchesText(pairs: readonly (PairRow | IdPair)[]): string {
  const texts = new Set(pairs.map(matchText))
  if (texts.size === 1) return [...texts].join('')
  return pairs.map((pair) => `\n  ${formatName(pair.base.file)}: ${matchText(pair)}`).join('')
}

function rowsText({ by, classes, unchanged, owners, top }: Difference, paint: Paint): string {
  if (owners) return ownersText(owners, paint)
  return by === 'type' ? typesText(classes, top, paint) : classesText(classes, unchanged, paint)
}

function classesText({ rows, total }: ClassChangePage, unchanged: number, paint: Paint): string {
  const cells = rows.map((row) => [
    deltaCell(row.retainedDelta),
    deltaCell(row.shallowDelta),
    formatCountDelta(row.countDelta),
    formatCount(row.added),
    formatCount(row.removed),
    formatName(row.name),
  ])
  const still = `${formatCount(unchanged)} ${unchanged === 1 ? 'class' : 'classes'} did not change`
  const shown = shownText(rows.length, total, 'classes that changed')
  return `${formatTable(CLASS_COLUMNS, cells, paint)}${paint.quiet(`${shown}; ${still}`)}\n`
}

function typesText({ rows }: ClassChangePage, top: number, paint: Paint): string {
  const types = typeChanges(rows)
  const cells = types
    .slice(0, top)
    .map((row) => [
      deltaCell(row.shallowDelta),
      formatCountDelta(row.countDelta),
      formatCount(row.added),
      formatCount(row.removed),
      row.name,
    ])
  const shown = shownText(cells.length, types.length, 'types that changed')
  return `${formatTable(TYPE_COLUMNS, cells, paint)}${paint.quiet(shown)}\n`
}

function ownersText({ rows, total, unattributed }: OwnerPage, paint: Paint): string {
  const cells = rows.map((row) => [
    deltaCell(row.growth),
    formatCount(row.added),
    formatCount(row.removed),
    nameOf(row.node),
    row.mostly ? `mostly ${formatCount(row.mostly.count)} ${formatName(row.mostly.name)}` : '',
  ])
  const rest = [
    deltaCell(unattributed.growth),
    formatCount(unattributed.added),
    formatCount(unattributed.removed),
    '(no object owns it)',
    'hangs on the roots themselves',
  ]
  const shown = shownText(rows.length, total, 'owners')
  return `${formatTable(OWNER_COLUMNS, [...cells, rest], paint)}${paint.quiet(shown)}\n`
}

/** `showing 20 of 130 classes; --top 130 shows all` */
export function shownText(shown: number, total: number, what: string): string {
  return shown < total
    ? `showing ${formatCount(shown)} of ${formatCount(total)} ${what}; --top ${total} shows all`
    : `${formatCount(total)} ${what}`
}
