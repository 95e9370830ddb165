import type { ReactNode } from 'react'
import { Explain } from '#app/ui/Explain.tsx'
import styles from './ObjectPanel.module.css'

interface FigureProps {
  readonly name: string
  readonly words: string
  readonly children: ReactNode
}

/** One figure of an object, with what it means. */
export function Figure({ name, words, children }: FigureProps) {
  return (
    <div className={styles['figure']}>
      <dt>
        <Explain words={words} focusable>
          {name}
        </Explain>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}
