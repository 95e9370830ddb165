import { useMemo } from 'react'
import { FUNCTION_TABLE } from '#engine/analyses/stack-fields.ts'
import type { StackColumn, StackRow } from '#engine/model/allocation-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { selectOnly } from '#app/state/selection.ts'
import { type Scope, useScope } from '#app/state/use-scope.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { callColumns } from './call-columns.tsx'
import { StackFacts, type StackProps } from './StackFacts.tsx'
import styles from './Allocations.module.css'

function rowsOf(scope: Scope): RowSource<StackRow, StackColumn> {
  return {
    key: `functions ${JSON.stringify(scope)}`,
    fetch: (request) => ask('stackFunctions', request, scope),
  }
}
const LIVE_FIRST: Sort<StackColumn> = { column: 'liveSize', descending: true }
const OWN_FIRST: Sort<StackColumn> = { column: 'ownSize', descending: true }
const keyOf = (row: StackRow) => `${row.entry}`
const queryOf = (row: StackRow) => row.query

/** All functions that are on a stack, each with all it called. */
export function FunctionsPart({ stacks, isProfile }: StackProps) {
  const scope = useScope()
  const columns = useMemo(() => callColumns({ stacks, isProfile, hasOwn: true }), [stacks, isProfile])
  const select = (row: StackRow) => {
    if (row.query !== null) selectOnly(row.query)
  }
  return (
    <>
      <StackFacts stacks={stacks} isProfile={isProfile} />
      <div className={styles['table']}>
        <ListView
          label="Functions"
          noun={['function', 'functions']}
          source={rowsOf(scope)}
          columns={columns}
          firstSort={stacks.live ? LIVE_FIRST : OWN_FIRST}
          keyOf={keyOf}
          onActivate={select}
          filterTable={FUNCTION_TABLE}
          remark={stacks.live ? 'Enter selects what a function and all it called allocated and lives' : ''}
          none="No function is on a stack."
          {...(stacks.live ? { queryOf } : {})}
        />
      </div>
    </>
  )
}
