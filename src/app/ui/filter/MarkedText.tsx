import type { TextSpan } from '#engine/base/error.ts'
import styles from './FilterInput.module.css'

interface MarkedTextProps {
  readonly text: string
  readonly wrong: TextSpan
  /** How far the input is scrolled, in pixels. */
  readonly scrolled: number
}

/** A line below the wrong characters of the input it lies behind. Drawn only: the message says which they are. */
export function MarkedText({ text, wrong, scrolled }: MarkedTextProps) {
  // What is missing at the end gets a mark as wide as a letter.
  const marked = text.slice(wrong.start, Math.max(wrong.end, wrong.start + 1))
  return (
    <span className={styles['behind']} aria-hidden="true">
      <span className={styles['text']} style={{ translate: `${-scrolled}px 0` }}>
        {text.slice(0, wrong.start)}
        <span className={styles['wrong']}>{marked || '\u00a0'}</span>
        {text.slice(wrong.start + marked.length)}
      </span>
    </span>
  )
}
