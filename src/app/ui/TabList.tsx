import { Tabs } from '@base-ui/react/tabs'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import styles from './Tabs.module.css'

interface TabListProps {
  readonly label: string
  /** The tab that is shown. */
  readonly value: string
  /** Whether an arrow key shows the next tab, not only goes to it. */
  readonly activateOnFocus?: boolean
  readonly children: ReactNode
}

/** A row of tabs; where they do not fit, it scrolls to the one that is shown. */
export function TabList({ label, value, activateOnFocus = false, children }: TabListProps) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    void value
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected="true"]')
    if (!list.current || !tab) return
    // `scrollIntoView` would scroll what is around the row, too.
    list.current.scrollLeft = tab.offsetLeft - (list.current.clientWidth - tab.offsetWidth) / 2
  }, [value])
  return (
    <Tabs.List ref={list} className={styles['tabs']} aria-label={label} activateOnFocus={activateOnFocus}>
      {children}
    </Tabs.List>
  )
}
