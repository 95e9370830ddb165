import type { Status } from '#engine/model/rows.ts'
import styles from './StatusBadge.module.css'

const MARKS: Readonly<Record<Status, { readonly mark: string; readonly words: string }>> = {
  new: { mark: '+', words: 'New: the target alone has it' },
  deleted: { mark: '\u2212', words: 'Deleted: the base alone has it' },
  moved: { mark: '\u2194', words: 'Moved: it is of another class in the base' },
  grown: { mark: '\u2191', words: 'Grown: it retains more in the target' },
  shrunk: { mark: '\u2193', words: 'Shrunk: it retains less in the target' },
  same: { mark: '=', words: 'The same in both' },
}

interface StatusBadgeProps {
  readonly status: Status
  /** Whether the word for it stands beside the sign. */
  readonly withWord?: boolean
}

/** What became of an object, as a sign. */
export function StatusBadge({ status, withWord = false }: StatusBadgeProps) {
  const { mark, words } = MARKS[status]
  if (withWord) {
    return (
      <span className={styles['worded']} title={words}>
        <span className={styles['badge']} data-status={status} aria-hidden="true">
          {mark}
        </span>
        {statusWord(status)}
      </span>
    )
  }
  return (
    <span className={styles['badge']} data-status={status} role="img" aria-label={words} title={words}>
      {mark}
    </span>
  )
}

/** `New`, `Grown`, `Same`. */
export function statusWord(status: Status): string {
  return status.charAt(0).toUpperCase() + status.slice(1)
}
