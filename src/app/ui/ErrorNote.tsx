import { Button } from './Button.tsx'
import styles from './Note.module.css'

interface ErrorNoteProps {
  /** One sentence: what, where, what to do. */
  readonly message: string
  readonly onRetry?: () => void
}

/** Something failed; announced at once. */
export function ErrorNote({ message, onRetry }: ErrorNoteProps) {
  return (
    <div className={styles['error']} role="alert">
      <p>{message}</p>
      {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
    </div>
  )
}
