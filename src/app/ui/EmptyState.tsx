import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import styles from './Note.module.css'

interface EmptyStateProps {
  /** Why there is nothing, in a sentence. */
  readonly children: ReactNode
  /** The way out, where there is one. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Says why a list is empty and offers the way out. */
export function EmptyState({ children, action }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      <p>{children}</p>
      {action ? <Button onClick={action.run}>{action.label}</Button> : null}
    </div>
  )
}
