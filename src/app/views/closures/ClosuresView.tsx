import { useMemo } from 'react'
import { DEAD_VARIABLE_TABLE } from '#engine/analyses/dead-variable-fields.ts'
import type {
  DeadVariableColumn,
  DeadVariableRow,
  DeadVariableSummary,
} from '#engine/model/dead-variable-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { type Scope, useScope } from '#app/state/use-scope.ts'
import { ByteText } from '#app/ui/ByteText.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { ListView } from '#app/ui/list/ListView.tsx'
import { deadColumns } from './columns.tsx'
import styles from './Closures.module.css'
import { HeadedView } from '#app/ui/HeadedView.tsx'

function rowsOf(scope: Scope): RowSource<DeadVariableRow, DeadVariableColumn> {
  return {
    key: `dead variables ${JSON.stringify(scope)}`,
    fetch: (request) => ask('deadVariables', request, scope),
  }
}
const FIRST_SORT: Sort<DeadVariableColumn> = { column: 'freedSize', descending: true }
const keyOf = (row: DeadVariableRow) => row.key
const queryOf = (row: DeadVariableRow) => row.query

/** Variables that closures keep alive and no code can use any more. */
export function ClosuresView() {
  const { value, error } = useAnswer('deadVariableSummary')
  if (error) return <ErrorNote message={error.message} />
  if (!value) return <p className={styles['waiting']}>Following every context to the code that can use it…</p>
  if (!value.hasScopes) return <NoScopes />
  return <Variables summary={value} />
}

function NoScopes() {
  return (
    <EmptyState>
      This capture does not say which variables functions use, so nothing can be said of those that nobody
      uses any more. Chrome writes it since V8 15; Node and Deno do not yet.
    </EmptyState>
  )
}

function Variables({ summary }: { readonly summary: DeadVariableSummary }) {
  const selected = usePlace((place) => place.selected)
  const scope = useScope()
  const { freedSize } = summary
  const columns = useMemo(() => deadColumns(freedSize), [freedSize])
  return (
    <HeadedView
      head={
        <p className={styles['facts']}>
          <Verdict summary={summary} /> {describedWords(summary)} Enter shows the context that holds most.
          {scope ? ' Listed are those whose context or value is selected, with all that they hold.' : null}
        </p>
      }
    >
      <ListView
        label="Dead variables"
        noun={['variable', 'variables']}
        source={rowsOf(scope)}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        onActivate={(row) => go({ selected: row.context.id })}
        isSelected={(row) => row.context.id === selected}
        queryOf={queryOf}
        filterTable={DEAD_VARIABLE_TABLE}
        tools={<ScopeChoice />}
        none={
          scope
            ? 'No selected object holds, or is held by, a variable that no code can use any more.'
            : 'Every variable that a context holds can still be used.'
        }
      />
    </HeadedView>
  )
}

function Verdict({ summary }: { readonly summary: DeadVariableSummary }) {
  const { variables, freedSize: size, freedCount } = summary
  if (variables === 0) return <>No context holds a variable that no code can use any more.</>
  return (
    <>
      {formatCountOf(variables, 'variable')} that no living function can use any more{' '}
      {variables === 1 ? 'holds' : 'together hold'} <ByteText value={size} /> in{' '}
      {formatCountOf(freedCount, 'object')}. What several hold at once is freed by none alone, so the rows may
      add up to less.
    </>
  )
}

function describedWords({ contexts, describedContexts }: DeadVariableSummary): string {
  const missing = contexts - describedContexts
  const judged = `${formatCount(describedContexts)} of ${formatCountOf(contexts, 'context')} could be judged`
  return missing === 0 ? `${judged}.` : `${judged}; of the others the file does not tell the scope.`
}
