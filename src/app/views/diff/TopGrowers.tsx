import { scaleLinear } from 'd3'
import type { ClassChangePage, ClassChangeRequest, ClassChangeRow } from '#engine/model/diff-rows.ts'
import { setOptions, usePlace } from '#app/state/place-store.ts'
import type { Place } from '#app/state/place.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { formatCount, formatCountOf, formatDelta } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import { PlaceLink } from '#app/ui/PlaceLink.tsx'
import { OPTIONS } from './options.ts'
import styles from './TopGrowers.module.css'

const MOST_GROWN = 8
const MOST_SHRUNK = 4
const WIDE = '(min-width: 760px) and (min-height: 700px)'

const GROWN = request(MOST_GROWN, true)
const SHRUNK = request(MOST_SHRUNK, false)

function request(end: number, descending: boolean): ClassChangeRequest {
  const sort = { column: 'retainedDelta', descending } as const
  return { start: 0, end, sort, folded: true, filter: descending ? 'growth:>0' : 'growth:<0' }
}

/** The classes that grew and shrank most by what they retain, as bars around zero. Each leads to its row. */
export function TopGrowers() {
  const { bars } = useOptions(OPTIONS)
  const grown = useAnswer('classChanges', GROWN).value
  const shrunk = useAnswer('classChanges', SHRUNK).value
  if (!grown || !shrunk || grown.total + shrunk.total === 0) return null
  // From what grew most to what shrank most; where nothing grew, from what shrank most.
  const rows = grown.total === 0 ? shrunk.rows : [...grown.rows, ...shrunk.rows.toReversed()]
  const isOpen = (bars ?? (matchMedia(WIDE).matches ? 'shown' : 'hidden')) === 'shown'
  const deltas = rows.map(({ retainedDelta }) => retainedDelta)
  const x = scaleLinear([Math.min(0, ...deltas), Math.max(0, ...deltas)], [0, 100])
  return (
    <details
      className={styles['growers']}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== isOpen) setOptions({ bars: currentTarget.open ? 'shown' : 'hidden' })
      }}
    >
      <summary>
        {grown.total === 0 ? 'What shrank most' : 'What grew most'}{' '}
        <span className={styles['of']}>
          by Δ retained, {ofAll(grown, 'grew')}
          {grown.total > 0 && shrunk.total > 0 ? ' and ' : ''}
          {ofAll(shrunk, 'shrank')}; the engine’s own left out
        </span>
      </summary>
      <ol className={styles['bars']} aria-label="Classes that grew and shrank most">
        {rows.map((row) => (
          <Bar key={row.key} row={row} x={x} />
        ))}
      </ol>
    </details>
  )
}

interface BarProps {
  readonly row: ClassChangeRow
  readonly x: (bytes: number) => number
}

function Bar({ row, x }: BarProps) {
  const place = usePlace((now) => now)
  const { name, kind, retainedDelta } = row
  const from = Math.min(x(0), x(retainedDelta))
  return (
    <li>
      <PlaceLink
        to={rowPlace(place, row)}
        className={styles['bar']}
        data-direction={retainedDelta > 0 ? 'grown' : 'shrunk'}
      >
        <span className={styles['name']}>
          <KindBadge kind={kind} />
          <bdi dir="ltr">{visibleName(name)}</bdi>
        </span>
        <svg aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 10">
          <rect className={styles['fill']} x={from} width={Math.abs(x(retainedDelta) - x(0))} height="10" />
          <line className={styles['zero']} x1={x(0)} x2={x(0)} y1="0" y2="10" />
        </svg>
        <span className={styles['delta']}>{formatDelta(retainedDelta)}</span>
      </PlaceLink>
    </li>
  )
}

/** The place where a class's row is open: in an order that has it among the first. */
function rowPlace(place: Place, { key, retainedDelta }: ClassChangeRow): Place {
  const options = Object.fromEntries(Object.entries(place.options).filter(([name]) => name !== 'engine'))
  const sort = retainedDelta > 0 ? null : { column: 'retainedDelta', descending: false }
  return { ...place, sort, filter: '', open: [key], options }
}

/** `8 of 17 classes that grew`; empty where none did. */
function ofAll({ rows, total }: ClassChangePage, what: string): string {
  if (total === 0) return ''
  const shown = rows.length === total ? '' : `${formatCount(rows.length)} of `
  return `${shown}${formatCountOf(total, 'class', 'classes')} that ${what}`
}
