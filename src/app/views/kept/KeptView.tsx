import { Tabs } from '@base-ui/react/tabs'
import { useMemo } from 'react'
import { z } from 'zod'
import { KEPT_TABLE } from '#engine/analyses/keeping-tables.ts'
import type { Keeper, KeptColumn, KeptRow } from '#engine/model/kept-rows.ts'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject, selectOnly } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { type Scope, scopeOptions, useScope } from '#app/state/use-scope.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCountOf, formatExactBytes } from '#app/ui/format.ts'
import { Lead } from '#app/ui/Lead.tsx'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { ListView } from '#app/ui/list/ListView.tsx'
import { keptColumns, MEMBER_COLUMN } from './columns.tsx'
import { KEEPER_WORDS } from './keeper-words.ts'
import { TabList } from '#app/ui/TabList.tsx'
import tabs from '#app/ui/Tabs.module.css'
import styles from './KeptView.module.css'

const KEEPERS = ['detached', 'context', 'handler', 'console'] as const

const OPTIONS = z.object({ by: z.enum(KEEPERS).catch('detached') })

const FIRST_SORT: Sort<KeptColumn> = { column: 'retainedSize', descending: true }
const keyOf = (row: KeptRow) => row.query

/** Objects that nothing keeps but closures, detached elements, event handlers or the console. */
export function KeptView() {
  const { by } = useOptions(OPTIONS)
  const choose = (keeper: Keeper) => {
    // Open rows and the filter are those of another list.
    const shown = keeper === 'detached' ? {} : { by: keeper }
    go({ options: { ...scopeOptions(), ...shown }, open: [], filter: '', sort: null })
  }
  return (
    <Tabs.Root className={styles['view']} value={by} onValueChange={choose}>
      <TabList label="Kept by" value={by} activateOnFocus>
        {KEEPERS.map((keeper) => (
          <Tabs.Tab key={keeper} value={keeper} className={tabs['tab']}>
            {KEEPER_WORDS[keeper].title}
            <TabFigure keeper={keeper} />
          </Tabs.Tab>
        ))}
      </TabList>
      {KEEPERS.map((keeper) => (
        <Tabs.Panel key={keeper} value={keeper} className={styles['panel']} tabIndex={-1}>
          <KeptList keeper={keeper} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}

function TabFigure({ keeper }: { readonly keeper: Keeper }) {
  const { value, error } = useAnswer('keptTotals', keeper, useScope())
  if (error) return null
  return <span className={tabs['figure']}>{value ? formatBytes(value.shallowSize) : '…'}</span>
}

function KeptList({ keeper }: { readonly keeper: Keeper }) {
  const words = KEEPER_WORDS[keeper]
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const scope = useScope()
  const columns = useMemo(() => keptColumns(keeper, total, scope !== null), [keeper, total, scope])
  const source = useMemo(() => rowsOf(keeper, scope), [keeper, scope])
  const members = useMemo(() => membersOf(scope), [scope])
  return (
    <div className={styles['list']}>
      <About keeper={keeper} />
      <ListView
        label={words.title}
        noun={words.noun}
        source={source}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        members={members}
        onMember={(node) => go({ selected: node.id })}
        isMemberSelected={(node) => node.id === selected}
        queryOf={keyOf}
        memberQueryOf={queryOfObject}
        filterTable={KEPT_TABLE}
        tools={<ScopeChoice />}
        none={scope ? 'None of the selected objects is kept so.' : words.none}
      />
    </div>
  )
}

/** What the keeper keeps as a whole; the rows below say through what. */
function About({ keeper }: { readonly keeper: Keeper }) {
  const scope = useScope()
  const { value } = useAnswer('keptTotals', keeper, scope)
  return (
    <div className={styles['about']}>
      <Lead>{KEEPER_WORDS[keeper].about}</Lead>
      {value && value.count > 0 ? (
        <p className={styles['totals']}>
          <span
            title={`${formatExactBytes(value.shallowSize)}: the shallow sizes of all objects to which no way leads but through these`}
          >
            {formatCountOf(value.count, scope ? 'selected object' : 'object')} with{' '}
            {formatBytes(value.shallowSize)} are kept by nothing else.
          </span>
          {scope ? null : <Button onClick={() => selectOnly(value.query)}>Select them</Button>}
        </p>
      ) : null}
    </div>
  )
}

function rowsOf(keeper: Keeper, scope: Scope): RowSource<KeptRow, KeptColumn> {
  return {
    key: `kept ${keeper} ${JSON.stringify(scope)}`,
    fetch: (request) => ask('kept', keeper, request, scope),
  }
}

/** The objects of a row are those its filter finds. */
function membersOf(scope: Scope): Members<KeptRow, KeptColumn, NodeRow, NodeColumn> {
  return {
    fetch: (key, request) => ask('matching', { ...request, filter: key }, scope),
    sortOf: ({ column, descending }) => ({ column: MEMBER_COLUMN[column], descending }),
    countOf: (row) => row.objects,
    none: 'None of these has a size of its own.',
  }
}
