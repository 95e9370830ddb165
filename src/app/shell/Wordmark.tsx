import styles from './Wordmark.module.css'

/** The sign and name of the program. */
export function Wordmark() {
  return (
    <span className={styles['wordmark']}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <rect x="1" y="2" width="14" height="3" rx="0.75" />
        <rect x="1" y="6.5" width="9" height="3" rx="0.75" opacity="0.75" />
        <rect x="1" y="11" width="5" height="3" rx="0.75" opacity="0.5" />
      </svg>
      Heapscope
    </span>
  )
}
