import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactNode } from 'react'
import styles from './Explain.module.css'

interface ExplainProps {
  /** What is said on hover or focus; null shows the children alone. */
  readonly words: string | null
  /** Whether it can be reached with Tab. Not inside tables, where the arrow keys rule. */
  readonly focusable?: boolean
  readonly children: ReactNode
}

/** Marks a word that explains itself on hover and, where `focusable`, on focus. */
export function Explain({ words, focusable = false, children }: ExplainProps) {
  if (!words) return children
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        delay={250}
        render={<span tabIndex={focusable ? 0 : -1} className={styles['word']} aria-description={words} />}
      >
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} align="start" className={styles['positioner']}>
          <Tooltip.Popup className={styles['popup']}>{words}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
