import type { ReactNode } from 'react'
import { scaleLinear } from 'd3'
import type { Kind } from '#engine/model/rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatPercent } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import styles from './TopTable.module.css'

export interface TopRow {
  readonly key: string
  readonly kind: Kind
  readonly name: ReactNode
  /** Shown small after the name. */
  readonly note: string
  readonly shallowSize: number
  readonly retainedSize: number | null
  readonly onOpen: () => void
}

interface TopTableProps {
  readonly label: string
  /** What the first column holds. */
  readonly what: string
  readonly rows: readonly TopRow[]
  /** The heap's whole size. */
  readonly total: number
  /** Whether retained sizes will never be known. */
  readonly shallowOnly: boolean
}

/** The few biggest of something, with bars: light for what is retained, dark for what is its own. */
export function TopTable({ label, what, rows, total, shallowOnly }: TopTableProps) {
  const max = Math.max(1, ...rows.map((row) => row.retainedSize ?? row.shallowSize))
  const x = scaleLinear([0, max], [0, 100]).clamp(true)
  const sizeOf = (row: TopRow) => (shallowOnly ? row.shallowSize : row.retainedSize)
  return (
    <table className={styles['table']} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col" className={styles['barHead']}>
            <span className={styles['key']}>
              <svg className={styles['swatch']} viewBox="0 0 1 1" aria-hidden="true">
                <rect className={styles['shallow']} width="1" height="1" />
              </svg>
              shallow
            </span>
            {shallowOnly ? null : (
              <span className={styles['key']}>
                <svg className={styles['swatch']} viewBox="0 0 1 1" aria-hidden="true">
                  <rect className={styles['retained']} width="1" height="1" />
                </svg>
                retained
              </span>
            )}
          </th>
          <th scope="col" className={styles['number']}>
            {shallowOnly ? 'Shallow' : 'Retained'}
          </th>
          <th scope="col" className={`${styles['number']} ${styles['percentHead']}`}>
            <span className={styles['unseen']}>Share of the heap</span>
          </th>
          {shallowOnly ? null : (
            <th scope="col" className={`${styles['number']} ${styles['shallowHead']}`}>
              Shallow
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <button type="button" className={styles['open']} onClick={row.onOpen}>
                <KindBadge kind={row.kind} />
                <bdi dir="ltr" className={styles['name']}>
                  {row.name}
                </bdi>
                <span className={styles['note']}>{row.note}</span>
              </button>
            </th>
            <td className={styles['barCell']}>
              <svg
                className={styles['bar']}
                viewBox="0 0 100 10"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect className={styles['retained']} width={x(row.retainedSize ?? 0)} height="10" />
                <rect className={styles['shallow']} width={x(row.shallowSize)} height="10" />
              </svg>
            </td>
            <td className={styles['number']}>
              <Bytes value={sizeOf(row)} />
            </td>
            <td className={`${styles['number']} ${styles['percent']}`}>{shareText(sizeOf(row), total)}</td>
            {shallowOnly ? null : (
              <td className={`${styles['number']} ${styles['shallowCell']}`}>
                <Bytes value={row.shallowSize} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function shareText(size: number | null, total: number): string {
  return size === null ? '' : formatPercent(size, total)
}
