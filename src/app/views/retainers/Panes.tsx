import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { setOptions } from '#app/state/place-store.ts'
import { TabList } from '#app/ui/TabList.tsx'
import tabs from '#app/ui/Tabs.module.css'
import styles from './RetainersView.module.css'

interface PanesProps<Pane extends string> {
  readonly label: string
  readonly titles: Readonly<Record<Pane, string>>
  readonly panes: readonly Pane[]
  readonly show: Pane
  readonly children: ReactNode
}

/** Several answers about one subject, of which `show` is seen; the address says which, but for the drawing. */
export function Panes<Pane extends string>({ label, titles, panes, show, children }: PanesProps<Pane>) {
  return (
    <Tabs.Root
      className={styles['panes']}
      value={show}
      onValueChange={(next: Pane) => setOptions({ show: next === 'drawn' ? undefined : next })}
    >
      <TabList label={label} value={show}>
        {panes.map((pane) => (
          <Tabs.Tab key={pane} value={pane} className={tabs['tab']}>
            {titles[pane]}
          </Tabs.Tab>
        ))}
      </TabList>
      <Tabs.Panel value={show} className={styles['pane']} tabIndex={-1}>
        {children}
      </Tabs.Panel>
    </Tabs.Root>
  )
}
