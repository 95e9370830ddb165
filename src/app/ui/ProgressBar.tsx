import styles from './ProgressBar.module.css'

interface ProgressBarProps {
  /** What progresses, for screen readers. */
  readonly label: string
  /** 0 to 1. */
  readonly fraction: number
  /** Two pixels high, for an edge. */
  readonly thin?: boolean
}

/** How far something is, as a bar of the width of its place. */
export function ProgressBar({ label, fraction, thin = false }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(fraction * 100)}
      className={styles['track']}
      data-thin={thin || undefined}
    >
      <div className={styles['fill']} style={{ width: `${fraction * 100}%` }} />
    </div>
  )
}
