import type { LineColumn, LineFrame, LineRow } from '#engine/model/line-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { DeltaCell } from '#app/ui/DeltaCell.tsx'
import { formatBytes, formatCount, formatCountDelta } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { CountCell, SizeCell } from '#app/ui/SizeCell.tsx'
import { Sparkline } from '#app/ui/Sparkline.tsx'
import name from '#app/ui/NodeName.module.css'
import styles from './Allocations.module.css'

type Column = ListColumn<LineRow, LineColumn, LineFrame>

/** What the bars of the columns are parts of. */
export interface LineTotals {
  readonly size: number
  readonly count: number
  /** The largest change in either direction. */
  readonly change: number
}

export function frameText({ file, line }: LineFrame): string {
  return line === null ? file : `${file}:${line}`
}

/** The columns of lines, files and tracebacks of one capture. */
export function lineColumns(title: string, totals: LineTotals): readonly Column[] {
  return [
    nameColumn(title),
    sizeColumn(totals.size),
    countColumn(totals.count),
    {
      id: 'average',
      label: 'Average',
      help: 'Bytes for each block',
      track: '92px',
      numeric: true,
      sortable: true,
      from: 520,
      cell: ({ average }) => <Bytes value={Math.round(average)} />,
      words: ({ average }) => `Average ${formatBytes(Math.round(average))}`,
      value: ({ average }) => average,
    },
  ]
}

/** The same beside earlier captures. @param names what the captures are called */
export function growthColumns(
  title: string,
  totals: LineTotals,
  names: readonly string[],
): readonly Column[] {
  const sizesText = ({ sizes }: LineRow): string =>
    sizes.map((size, i) => `${names[i] ?? `capture ${i + 1}`} ${formatBytes(size)}`).join(', ')
  const columns: readonly ListColumn<LineRow, LineColumn | 'sizes', LineFrame>[] = [
    nameColumn(title),
    {
      id: 'sizes',
      label: 'Sizes',
      help: 'Its bytes in each capture, from the first to the last',
      track: '100px',
      from: 620,
      cell: (row) => (
        <span className={styles['spark']} title={sizesText(row)}>
          <Sparkline values={row.sizes} label={sizesText(row)} />
        </span>
      ),
      value: ({ sizes }) => sizes.join(' '),
    },
    {
      id: 'sizeDiff',
      label: 'Change',
      help: 'Bytes more than in the first capture (size_diff of compare_to)',
      track: '168px',
      numeric: true,
      sortable: true,
      cell: ({ sizeDiff }) => <DeltaCell value={sizeDiff} max={totals.change} unit="bytes" />,
      value: ({ sizeDiff }) => sizeDiff,
    },
    {
      id: 'countDiff',
      label: 'Blocks more',
      help: 'Memory blocks more than in the first capture (count_diff)',
      track: '96px',
      numeric: true,
      sortable: true,
      from: 520,
      cell: ({ countDiff }) => formatCountDelta(countDiff),
      words: ({ countDiff }) => `${formatCountDelta(countDiff)} blocks`,
      value: ({ countDiff }) => countDiff,
    },
    { ...sizeColumn(totals.size), track: '104px', from: 460 },
    { ...countColumn(totals.count), track: '84px', from: 620 },
  ]
  // The list sorts by those alone that say so.
  return columns as readonly Column[]
}

function nameColumn(title: string): Column {
  return {
    id: 'name',
    label: title,
    track: 'minmax(150px, 2fr)',
    sortable: true,
    cell: ({ frames }) => (
      <span className={name['node']}>
        <FrameText frame={frames[0]!} />
        {frames.length > 1 ? <span className={name['source']}>from {frameText(frames[1]!)}</span> : null}
      </span>
    ),
    value: ({ frames }) => frames.map(frameText).join(' < '),
    member: (frame) => <FrameText frame={frame} />,
  }
}

/** The end of a path says more than its beginning: that is what is cut. */
function FrameText({ frame }: { readonly frame: LineFrame }) {
  const text = frameText(frame)
  return (
    <span className={styles['frame']} title={text}>
      <bdi dir="ltr">{text}</bdi>
    </span>
  )
}

function sizeColumn(total: number): Column {
  return {
    id: 'size',
    label: 'Size',
    help: 'Bytes that were allocated there and not freed',
    track: 'minmax(84px, min(200px, 24% - 40px))',
    numeric: true,
    sortable: true,
    words: ({ size }) => `Size ${formatBytes(size)}`,
    cell: ({ size }) => <SizeCell value={size} of={total} max={total} />,
    value: ({ size }) => size,
  }
}

function countColumn(total: number): Column {
  return {
    id: 'count',
    label: 'Blocks',
    help: 'Memory blocks that were allocated there and not freed',
    track: 'minmax(64px, min(130px, 16% - 40px))',
    numeric: true,
    sortable: true,
    from: 420,
    cell: ({ count }) => <CountCell value={count} max={total} />,
    words: ({ count }) => `Blocks ${formatCount(count)}`,
    value: ({ count }) => count,
  }
}
