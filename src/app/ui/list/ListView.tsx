import { useCallback, useRef } from 'react'
import type { ReactNode } from 'react'
import { HeapError } from '#engine/base/error.ts'
import type { Sort } from '#engine/model/rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { EmptyState } from '../EmptyState.tsx'
import { ErrorNote } from '../ErrorNote.tsx'
import type { FilterSchema } from '../filter/filter-schema.ts'
import { formatCount, formatCountOf } from '../format.ts'
import { messageOf } from '../message-of.ts'
import type { PagedList } from '../paged-list.ts'
import { useAskKey } from '../use-ask-key.ts'
import { usePagedList } from '../use-paged-list.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { FilterBox } from './FilterBox.tsx'
import { type ListColumn, rowColumns } from './list-columns.ts'
import type { Members, RowSource } from './lines.ts'
import { ListTable } from './ListTable.tsx'
import styles from './ListView.module.css'

export interface ListViewProps<Row, Id extends string, Member, MemberId extends string> {
  /** What the rows are, as a heading: `Classes`. Also names the file of an export. */
  readonly label: string
  /** One row and several in words: `['class', 'classes']`. */
  readonly noun: readonly [singular: string, plural: string]
  readonly source: RowSource<Row, Id>
  readonly columns: readonly ListColumn<Row, Id, Member>[]
  /** The order without one in the address. */
  readonly firstSort: Sort<Id>
  /** Names a row among all of them, in the address too. Must be stable between renders. */
  readonly keyOf: (row: Row) => string
  /** How rows open; without it they do not. */
  readonly members?: Members<Row, Id, Member, MemberId>
  /** Enter, space or a click on a row that does not open. */
  readonly onActivate?: (row: Row) => void
  readonly onMember?: (member: Member) => void
  /** Whether a row is the object in the panel. */
  readonly isSelected?: (row: Row) => boolean
  readonly isMemberSelected?: (member: Member) => boolean
  /** The filter that finds the objects a row stands for. Both must be stable between renders. */
  readonly queryOf?: (row: Row) => string | null
  readonly memberQueryOf?: (member: Member) => string | null
  /** What the list can be filtered by; without it texts are looked for. */
  readonly filterTable?: FilterSchema
  /** More to say beside the number of rows. */
  readonly remark?: string
  /** Further controls, before the export. */
  readonly tools?: ReactNode
  /** Said where there are no rows at all. */
  readonly none: string
}

const CLEAR = { label: 'Clear the filter', run: () => go({ filter: '' }, 'replace') }

/**
 * A whole list of one kind of rows: filter, number of rows, export, and the table, whose rows may open to members. Order,
 * filter and open rows stand in the address.
 */
export function ListView<
  Row extends object,
  Id extends string,
  Member extends object = never,
  MemberId extends string = never,
>(props: ListViewProps<Row, Id, Member, MemberId>) {
  const { label, noun, source, columns, keyOf } = props
  const filter = usePlace((place) => place.filter)
  const asked = usePlace((place) => place.sort)
  const sort = sortOf(asked, columns, props.firstSort)
  const { column, descending } = sort
  const askKey = useAskKey()
  const { key, fetch: ask } = source
  const fetch = useCallback(
    (start: number, end: number) => {
      void [askKey, key]
      return ask({ start, end, sort: { column, descending }, filter })
    },
    // `key` stands for `ask`, which may be new at every render.
    // eslint-disable-next-line react/exhaustive-deps
    [askKey, key, column, descending, filter],
  )
  const { list, busy } = usePagedList(fetch, keyOf)
  const problem = busy ? null : filterProblem(list?.error)
  // Rows that another filter let pass stay on screen until the next answer, and so does how many they are.
  const outcome = useRef('')
  if (!busy && list) outcome.current = outcomeText(list, filter, noun)
  return (
    <div className={styles['view']}>
      <FilterBox
        label={`Filter ${noun[1]}`}
        value={filter}
        onChange={(text) => go({ filter: text }, 'replace')}
        outcome={[outcome.current, props.remark ?? ''].filter(Boolean).join(' · ')}
        table={props.filterTable}
        problem={problem}
      >
        {props.tools}
        <ExportMenu
          name={label.toLowerCase().replace(/\W+/g, '-')}
          total={list?.error ? null : (list?.total ?? null)}
          columns={rowColumns(columns)}
          fetch={fetch}
        />
      </FilterBox>
      <div className={styles['table']}>
        {problem !== null ? (
          <EmptyState action={CLEAR}>This filter cannot be used: the reason stands beside it.</EmptyState>
        ) : list?.error ? (
          <ErrorNote message={messageOf(list.error)} onRetry={() => list.retry()} />
        ) : (
          <ListTable
            {...props}
            list={list}
            busy={busy}
            sort={sort}
            empty={busy ? null : <Nothing filter={filter} noun={noun} none={props.none} />}
          />
        )}
      </div>
    </div>
  )
}

/** The order asked for, or the view's own where none was, or none that its columns have. */
function sortOf<Id extends string>(
  asked: Sort<string> | null,
  columns: readonly { readonly id: Id; readonly sortable?: boolean }[],
  first: Sort<Id>,
): Sort<Id> {
  const column = asked && columns.find(({ id, sortable }) => sortable === true && id === asked.column)
  return column ? { column: column.id, descending: asked.descending } : first
}

/** What the engine has against the filter itself, if that is why the list could not be had. */
function filterProblem(error: unknown): HeapError | null {
  return error instanceof HeapError && error.code === 'bad-filter' ? error : null
}

function outcomeText<Row>(list: PagedList<Row>, filter: string, noun: readonly [string, string]): string {
  if (list.error) return ''
  const all = formatCountOf(list.all, ...noun)
  return filter.trim() === '' ? all : `${formatCount(list.total ?? 0)} of ${all}`
}

interface NothingProps {
  readonly filter: string
  readonly noun: readonly [string, string]
  readonly none: string
}

function Nothing({ filter, noun, none }: NothingProps) {
  if (filter.trim() === '') return <EmptyState>{none}</EmptyState>
  return (
    <EmptyState action={CLEAR}>
      No {noun[0]} passes the filter <q>{filter}</q>.
    </EmptyState>
  )
}
