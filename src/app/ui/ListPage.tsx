import type { ReactNode } from 'react'
import styles from './ListPage.module.css'

interface ListPageProps {
  /** What the list comes to, in sentences, and a chart. */
  readonly head: ReactNode
  readonly children: ReactNode
}

/** A list below what it comes to. */
export function ListPage({ head, children }: ListPageProps) {
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>{head}</div>
      <div className={styles['list']}>{children}</div>
    </div>
  )
}

/** The sentences of the head. */
export function ListWords({ children }: { readonly children: ReactNode }) {
  return <div className={styles['words']}>{children}</div>
}
