import { Tabs } from '@base-ui/react/tabs'
import type { AllocationSummary } from '#engine/model/allocation-rows.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useScope } from '#app/state/use-scope.ts'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { CallsPart } from './CallsPart.tsx'
import { CallTable } from './CallTable.tsx'
import { GrowthPart, LinesPart } from './LinesPart.tsx'
import { FunctionsPart } from './FunctionsPart.tsx'
import { type AllocationTab, OPTIONS, showPart } from './options.ts'
import { ReportPart } from './ReportPart.tsx'
import { StackFacts } from './StackFacts.tsx'
import { TimelinePart } from './TimelinePart.tsx'
import { TabList } from '#app/ui/TabList.tsx'
import tabs from '#app/ui/Tabs.module.css'
import styles from './Allocations.module.css'

/** When and by whom memory was allocated, as far as the capture tells. */
export function AllocationsView() {
  const { value, error } = useAnswer('allocations', useScope())
  if (error) return <ErrorNote message={error.message} />
  if (!value) return <p className={styles['waiting']}>Adding up allocations…</p>
  if (value.report) return <ReportPart report={value.report} />
  if (!value.timeline && !value.stacks) return <Nothing />
  return <Parts summary={value} />
}

function Nothing() {
  return (
    <EmptyState>
      This capture does not say when or by whom its objects were allocated. In Chrome’s Memory panel choose
      “Allocations on timeline” with stack traces, and save that; a sampling profile (.heapprofile) opens
      here, too. In Python start tracemalloc before capturing, or dump its snapshot.
    </EmptyState>
  )
}

const LABELS: Readonly<Record<AllocationTab, string>> = {
  timeline: 'Timeline',
  calls: 'Calls, top down',
  callers: 'Callers, bottom up',
  functions: 'Functions',
  lines: 'Lines',
  growth: 'What grew',
}

function Parts({ summary }: { readonly summary: AllocationSummary }) {
  const { timeline, stacks, isProfile, isPython } = summary
  const { part } = useOptions(OPTIONS)
  const parts: readonly AllocationTab[] = [
    ...(timeline ? (['timeline'] as const) : []),
    ...(stacks && isPython ? (['lines', 'growth'] as const) : []),
    ...(stacks ? (['calls', 'callers'] as const) : []),
    ...(stacks && !isPython ? (['functions'] as const) : []),
  ]
  const shown = part && parts.includes(part) ? part : parts[0]!
  return (
    <Tabs.Root
      className={styles['view']}
      value={shown}
      onValueChange={(next: AllocationTab) => showPart(next)}
    >
      <TabList label="Parts of allocations" value={shown} activateOnFocus>
        {parts.map((name) => (
          <Tabs.Tab key={name} value={name} className={tabs['tab']}>
            {LABELS[name]}
          </Tabs.Tab>
        ))}
      </TabList>
      <div className={styles['about']}>{isProfile || stacks?.blocks ? null : <ScopeChoice />}</div>
      {timeline ? (
        <Tabs.Panel value="timeline" className={styles['panel']} tabIndex={-1}>
          <TimelinePart summary={timeline} />
        </Tabs.Panel>
      ) : null}
      {stacks ? (
        <>
          <Tabs.Panel value="calls" className={styles['panel']} tabIndex={-1}>
            <CallsPart stacks={stacks} isProfile={isProfile} />
          </Tabs.Panel>
          <Tabs.Panel value="callers" className={styles['panel']} tabIndex={-1}>
            <StackFacts stacks={stacks} isProfile={isProfile} />
            <div className={styles['table']}>
              <CallTable upside stacks={stacks} isProfile={isProfile} />
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="lines" className={styles['panel']} tabIndex={-1}>
            <LinesPart stacks={stacks} />
          </Tabs.Panel>
          <Tabs.Panel value="growth" className={styles['panel']} tabIndex={-1}>
            <GrowthPart stacks={stacks} />
          </Tabs.Panel>
          <Tabs.Panel value="functions" className={styles['panel']} tabIndex={-1}>
            <FunctionsPart stacks={stacks} isProfile={isProfile} />
          </Tabs.Panel>
        </>
      ) : null}
    </Tabs.Root>
  )
}
