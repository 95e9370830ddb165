import type { ReactNode } from 'react'
import styles from './HeadedView.module.css'

interface HeadedViewProps {
  /** What stands above, as high as it is. */
  readonly head: ReactNode
  /** What fills the rest. */
  readonly children: ReactNode
}

/** A view that has something to say above its table. */
export function HeadedView({ head, children }: HeadedViewProps) {
  return (
    <div className={styles['view']}>
      <div>{head}</div>
      <div className={styles['rest']}>{children}</div>
    </div>
  )
}
