import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { selectOnly } from '#app/state/selection.ts'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import { useRowActions } from '#app/ui/list/use-row-actions.ts'
import { CountCell, SizeCell } from '#app/ui/SizeCell.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import type { Bin, Counted } from './bins.ts'
import { Histogram } from './Histogram.tsx'
import styles from './StatisticsView.module.css'

interface DistributionProps {
  readonly id: string
  readonly title: string
  /** What the bins are, as the header of the table's first column. */
  readonly range: string
  readonly across: string
  readonly bins: readonly Bin[]
  readonly counted: Counted
  /** Whether the bins are still to come. */
  readonly counting: boolean
  readonly controls?: ReactNode
  /** What to know about the figures. */
  readonly note: string
}

type BinColumn = 'range' | 'count' | 'bytes'

const queryOf = (bin: Bin) => bin.query

/** How something is spread over all objects: a chart, and the same figures as a table. */
export function Distribution(props: DistributionProps) {
  const { id, title, range, across, bins, counted, counting, controls, note } = props
  const filled = useMemo(() => bins.filter((bin) => bin.count > 0), [bins])
  const columns = useMemo(() => binColumns(range, filled), [range, filled])
  const actions = useRowActions(columns, queryOf)
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id}>{title}</h2>
        {controls}
      </div>
      <Histogram
        bars={bins}
        across={across}
        up={counted === 'count' ? 'Objects' : 'Bytes (shallow)'}
        step={counted === 'count' ? 10 : 32}
        valueText={counted === 'count' ? formatCount : formatBytes}
      />
      <div className={styles['bins']}>
        <VirtualTable
          label={title}
          columns={columns}
          count={filled.length}
          rowAt={(index) => filled[index]}
          onActivate={(bin) => selectOnly(bin.query)}
          actions={actions}
          busy={counting}
          empty={<p className={styles['waiting']}>{counting ? 'Counting…' : 'Nothing is selected.'}</p>}
        />
      </div>
      <p className={styles['note']}>{note}</p>
    </section>
  )
}

function binColumns(range: string, bins: readonly Bin[]): readonly Column<Bin, BinColumn>[] {
  const objects = bins.reduce((sum, bin) => sum + bin.count, 0)
  const bytes = bins.reduce((sum, bin) => sum + bin.bytes, 0)
  return [
    {
      id: 'range',
      label: range,
      track: 'minmax(130px, 1fr)',
      cell: (bin) => <span className={styles['range']}>{bin.range}</span>,
      value: (bin) => bin.range,
    },
    {
      id: 'count',
      label: 'Objects',
      track: 'minmax(72px, 26%)',
      numeric: true,
      cell: (bin) => <CountCell value={bin.count} max={objects} />,
      value: (bin) => bin.count,
    },
    {
      id: 'bytes',
      label: 'Bytes',
      help: 'Shallow sizes of these objects',
      track: 'minmax(84px, 30%)',
      numeric: true,
      from: 380,
      cell: (bin) => <SizeCell value={bin.bytes} of={bytes} max={bytes} />,
      words: (bin) => `Bytes ${formatBytes(bin.bytes)}`,
      value: (bin) => bin.bytes,
    },
  ]
}
