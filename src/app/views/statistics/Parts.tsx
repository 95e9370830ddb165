import { scaleLinear } from 'd3'
import { useMemo, useRef } from 'react'
import type { Statistics, StatisticsRow } from '#engine/model/statistics-rows.ts'
import { selectOnly } from '#app/state/selection.ts'
import { Explain } from '#app/ui/Explain.tsx'
import { formatBytes, formatCount, formatExactBytes } from '#app/ui/format.ts'
import { useRowActions } from '#app/ui/list/use-row-actions.ts'
import { LetterBadge } from '#app/ui/LetterBadge.tsx'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import { useRowHeight } from '#app/ui/table/use-row-height.ts'
import { useSize } from '#app/ui/table/use-size.ts'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import { PART_LOOKS } from '#app/ui/part-looks.ts'
import styles from './StatisticsView.module.css'

const BAR_HEIGHT = 22
const LETTER_HEIGHT = 14
/** Below this width a letter would touch its neighbour's. */
const LETTER_FROM = 13
const TABLE_HEAD = 30

type PartColumn = 'part' | 'count' | 'shallowSize'

const queryOf = (row: StatisticsRow) => row.query

interface PartsProps {
  readonly statistics: Statistics
  /** Whether they are those of a selection. */
  readonly isPart: boolean
}

/** What the bytes are used for: one bar, and the same as a table. */
export function Parts({ statistics, isPart }: PartsProps) {
  const { rows, total, native } = statistics
  const columns = useMemo(() => partColumns(total, isPart), [total, isPart])
  const actions = useRowActions(columns, queryOf)
  const rowHeight = useRowHeight()
  return (
    <>
      <PartsBar statistics={statistics} />
      <div className={styles['twin']} style={{ height: rows.length * rowHeight + TABLE_HEAD }}>
        <VirtualTable
          label="What the bytes are used for"
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          onActivate={(row) => {
            if (row.query !== null && row.count > 0) selectOnly(row.query)
          }}
          actions={actions}
        />
      </div>
      <p className={styles['sum']}>
        Together <span title={formatExactBytes(total)}>{formatBytes(total)}</span>
        {native === null ? '. ' : <Outside native={native} isPart={isPart} />}
        {isPart ? 'A row selects all such objects of the heap.' : 'A row selects its objects.'}
      </p>
    </>
  )
}

interface OutsideProps {
  readonly native: number
  readonly isPart: boolean
}

/** How much of V8's heap lies elsewhere, and whose figures these are. */
function Outside({ native, isPart }: OutsideProps) {
  return (
    <>
      , of which <span title={formatExactBytes(native)}>{formatBytes(native)}</span> lie outside the
      JavaScript heap.{' '}
      {isPart
        ? 'Bytes without any object are in no selection. '
        : 'These are the figures of Chrome DevTools’ statistics. '}
    </>
  )
}

function PartsBar({ statistics: { rows, total } }: { readonly statistics: Statistics }) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const x = scaleLinear([0, Math.max(total, 1)], [0, width])
  let behind = 0
  const segments = rows.map((row) => {
    const from = x(behind)
    behind += row.shallowSize
    return { row, from, width: x(behind) - from }
  })
  return (
    <div ref={frame}>
      <svg className={styles['bar']} width={width} height={BAR_HEIGHT + LETTER_HEIGHT} aria-hidden="true">
        {segments.map(({ row, from, width: wide }) => (
          <g key={row.part} transform={`translate(${from} 0)`}>
            <title>{`${PART_LOOKS[row.part].title}: ${formatBytes(row.shallowSize)}`}</title>
            <rect
              width={Math.max(0, wide - (wide > 3 ? 1 : 0))}
              height={BAR_HEIGHT}
              style={{ fill: PART_LOOKS[row.part].color }}
            />
            {wide < LETTER_FROM ? null : (
              <text className={styles['letter']} x={wide / 2} y={BAR_HEIGHT + 11}>
                {PART_LOOKS[row.part].letter}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  )
}

function partColumns(total: number, isPart: boolean): readonly Column<StatisticsRow, PartColumn>[] {
  return [
    {
      id: 'part',
      label: 'Used for',
      track: 'minmax(150px, 1fr)',
      cell: ({ part }) => {
        const { title, letter, color, about } = PART_LOOKS[part]
        return (
          <span className={styles['part']}>
            <LetterBadge letter={letter} color={color} />
            <Explain words={about}>{title}</Explain>
          </span>
        )
      },
      value: ({ part }) => PART_LOOKS[part].title,
    },
    {
      id: 'count',
      label: 'Objects',
      help: 'Objects that have a size of their own',
      track: '84px',
      numeric: true,
      from: 420,
      cell: ({ part, count }) => (part === 'extraNative' ? '–' : formatCount(count)),
      words: ({ count }) => `Objects ${formatCount(count)}`,
      value: ({ count }) => count,
    },
    {
      id: 'shallowSize',
      label: 'Bytes',
      help: `Shallow sizes; all rows together are the whole ${isPart ? 'selection' : 'heap'}`,
      track: 'minmax(110px, min(320px, 40%))',
      numeric: true,
      cell: ({ shallowSize }) => <SizeCell value={shallowSize} of={total} max={total} />,
      value: ({ shallowSize }) => shallowSize,
    },
  ]
}
