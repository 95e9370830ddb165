import { formatBytes } from '#app/ui/format.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import type { ListColumn } from './list-columns.ts'

/** What has sizes: a set of objects, or one. */
interface Sized {
  readonly shallowSize: number
  readonly retainedSize: number | null
}

interface SizeColumn {
  readonly help: string
  readonly track: string
  /** The width from which on it is shown; always where it is not said. */
  readonly from?: number
}

/** Shallow and retained size of rows, and of the members they open to, as bars; `total` is the size of the heap. */
export function sizeColumns<Row extends Sized, Member extends Sized>(
  total: number,
  { shallow, retained }: { readonly shallow: SizeColumn; readonly retained: SizeColumn },
): readonly ListColumn<Row, 'shallowSize' | 'retainedSize', Member>[] {
  const sized = (value: number | null) => <SizeCell value={value} of={total} max={total} />
  const words = ({ shallowSize }: Sized) => `Shallow ${formatBytes(shallowSize)}`
  const own = { numeric: true, sortable: true } as const
  return [
    {
      ...own,
      ...shallow,
      id: 'shallowSize',
      label: 'Shallow',
      cell: (row) => sized(row.shallowSize),
      member: (member) => sized(member.shallowSize),
      words,
      memberWords: words,
      value: (row) => row.shallowSize,
    },
    {
      ...own,
      ...retained,
      id: 'retainedSize',
      label: 'Retained',
      cell: (row) => sized(row.retainedSize),
      member: (member) => sized(member.retainedSize),
      value: (row) => row.retainedSize,
    },
  ]
}
