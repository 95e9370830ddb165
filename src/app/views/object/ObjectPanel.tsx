import { idText } from '#engine/base/id-text.ts'
import { Tabs } from '@base-ui/react/tabs'
import type { ObjectDetail } from '#engine/model/rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import type { ObjectTab, PanelTab } from '#app/state/place.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatCount } from '#app/ui/format.ts'
import { ObjectTree } from '#app/ui/object-tree/ObjectTree.tsx'
import { ObjectHeader } from './ObjectHeader.tsx'
import { RootPath } from './RootPath.tsx'
import { Sizes } from './Sizes.tsx'
import { StackPanel } from './StackPanel.tsx'
import { TabList } from '#app/ui/TabList.tsx'
import tabs from '#app/ui/Tabs.module.css'
import styles from './ObjectPanel.module.css'

/** The selected object: what it is, how big, why it is alive, and what surrounds it. */
export function ObjectPanel() {
  const selected = usePlace((place) => place.selected)
  if (selected === null) {
    return <EmptyState>Select an object to see its sizes and what keeps it alive.</EmptyState>
  }
  return <Found id={selected} />
}

function Found({ id }: { readonly id: number }) {
  const { value: node, error, pending } = useAnswer('nodeById', id)
  if (error) return <ErrorNote message={error.message} />
  if (node === undefined) return <p className={styles['waiting']}>Looking for {idText(id)}…</p>
  if (node !== null) return <Detail node={node.node} />
  if (pending) return <p className={styles['waiting']}>Looking for {idText(id)}…</p>
  return (
    <EmptyState action={{ label: 'Close', run: () => go({ selected: null }) }}>
      There is no object {idText(id)} in this heap. Ids stay the same between snapshots of one process only.
    </EmptyState>
  )
}

function Detail({ node }: { readonly node: number }) {
  const { value: detail, error } = useAnswer('object', node)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  if (error) return <ErrorNote message={error.message} />
  if (!detail) return <p className={styles['waiting']}>Loading…</p>
  return (
    <article className={styles['panel']} aria-label="The selected object">
      <div className={styles['about']}>
        <ObjectHeader detail={detail} />
        <Sizes detail={detail} total={total} />
        <RootPath key={detail.node.node} node={detail.node.node} path={detail.path} />
      </div>
      <Trees detail={detail} total={total} />
    </article>
  )
}

const TABS: readonly (readonly [ObjectTab, string])[] = [
  ['references', 'References'],
  ['retainers', 'Retainers'],
  ['dominated', 'Dominated'],
]

function Trees({ detail, total }: { readonly detail: ObjectDetail; readonly total: number }) {
  const asked = usePlace((place) => place.tab)
  const near = usePlace((place) => place.near)
  const hasStack = (useAnswer('allocations').value?.stacks?.live ?? null) !== null
  const tab = asked === 'stack' && !hasStack ? 'references' : asked
  return (
    <Tabs.Root
      className={styles['trees']}
      value={tab}
      onValueChange={(next: PanelTab) => go({ tab: next }, 'replace')}
    >
      <TabList label="Around the object" value={tab} activateOnFocus>
        {TABS.map(([name, label]) => (
          <Tabs.Tab key={name} value={name} className={tabs['tab']}>
            {label}
            <span className={tabs['figure']}>{countText(detail[name])}</span>
          </Tabs.Tab>
        ))}
        {hasStack ? (
          <Tabs.Tab value="stack" className={tabs['tab']}>
            Stack
          </Tabs.Tab>
        ) : null}
      </TabList>
      {TABS.map(([name]) => (
        <Tabs.Panel key={name} value={name} className={styles['tree']} tabIndex={-1}>
          <ObjectTree
            key={`${name} ${detail.node.node}`}
            tab={name}
            node={detail.node.node}
            total={total}
            filter={near}
            onFilter={(text) => go({ near: text }, 'replace')}
            count={detail[name]}
          />
        </Tabs.Panel>
      ))}
      {hasStack ? (
        <Tabs.Panel value="stack" className={styles['tree']} tabIndex={-1}>
          <StackPanel node={detail.node.node} />
        </Tabs.Panel>
      ) : null}
    </Tabs.Root>
  )
}

function countText(count: number | null): string {
  return count === null ? '…' : formatCount(count)
}
