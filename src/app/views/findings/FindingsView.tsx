import { Tabs } from '@base-ui/react/tabs'
import { useFindings } from '#app/state/findings-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { formatCount } from '#app/ui/format.ts'
import { TabList } from '#app/ui/TabList.tsx'
import { FindingsPart } from './FindingsPart.tsx'
import { OPTIONS, showTab, type Tab } from './options.ts'
import { WastePart } from './WastePart.tsx'
import tabs from '#app/ui/Tabs.module.css'
import styles from './Findings.module.css'

/** What is wrong with the heap, the worst first, and what all of it together wastes. */
export function FindingsView() {
  const { tab } = useOptions(OPTIONS)
  const count = useFindings(({ rows }) => rows.length)
  return (
    <Tabs.Root className={styles['view']} value={tab} onValueChange={(value: Tab) => showTab(value)}>
      <TabList label="Findings" value={tab} activateOnFocus>
        <Tabs.Tab value="list" className={tabs['tab']}>
          Findings <span className={tabs['figure']}>{formatCount(count)}</span>
        </Tabs.Tab>
        <Tabs.Tab value="waste" className={tabs['tab']}>
          Waste
        </Tabs.Tab>
      </TabList>
      <Tabs.Panel value="list" className={styles['panel']} tabIndex={-1}>
        <FindingsPart />
      </Tabs.Panel>
      <Tabs.Panel value="waste" className={styles['panel']} tabIndex={-1}>
        <WastePart />
      </Tabs.Panel>
    </Tabs.Root>
  )
}
