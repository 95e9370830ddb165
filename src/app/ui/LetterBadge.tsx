import styles from './LetterBadge.module.css'

interface LetterBadgeProps {
  readonly letter: string
  readonly color: string
  /** What it stands for; left out where that stands beside it. */
  readonly name?: string
}

/** What something belongs to, as a coloured letter. */
export function LetterBadge({ letter, color, name }: LetterBadgeProps) {
  const said = name === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name }
  return (
    <span className={styles['badge']} style={{ '--badge': color }} {...said}>
      {letter}
    </span>
  )
}
