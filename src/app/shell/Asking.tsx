import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import styles from './Asking.module.css'
import { PageTools } from './PageTools.tsx'
import { Wordmark } from './Wordmark.tsx'

interface AskingProps {
  readonly icon: LucideIcon
  /** Who wants what. */
  readonly title: ReactNode
  /** What it is about, and what agreeing means. */
  readonly children: ReactNode
  /** Null where there is nothing to agree to. */
  readonly yes: string | null
  readonly no: string
  readonly onYes: () => void
  readonly onNo: () => void
}

/** A page of its own for what has to be decided before anything else happens. */
export function Asking({ icon: Icon, title, children, yes, no, onYes, onNo }: AskingProps) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <Wordmark />
        <PageTools />
      </header>
      <main ref={box} tabIndex={-1} className={styles['main']} aria-labelledby="asking">
        <Icon aria-hidden="true" size={28} className={styles['icon']} />
        <h1 id="asking" className={styles['title']}>
          {title}
        </h1>
        {children}
        <div className={styles['actions']}>
          {yes === null ? null : (
            <Button look="primary" onClick={onYes}>
              {yes}
            </Button>
          )}
          <Button onClick={onNo}>{no}</Button>
        </div>
      </main>
    </div>
  )
}
