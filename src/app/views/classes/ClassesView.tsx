import { useCallback, useEffect, useMemo, useRef } from 'react'
import { HeapError } from '#engine/base/error.ts'
import type { ClassColumn, ClassRow, Sort } from '#engine/model/rows.ts'
import { ask, useHeap } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import { messageOf } from '#app/ui/message-of.ts'
import type { PagedList, Placed } from '#app/ui/paged-list.ts'
import type { RowTraits } from '#app/ui/table/TableRow.tsx'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import { useAskKey } from '#app/ui/use-ask-key.ts'
import { usePagedList } from '#app/ui/use-paged-list.ts'
import { FROM_THE_FILE, INSTANCE_COLUMN, classColumns } from './columns.tsx'
import type { Line } from './columns.tsx'
import { FilterBox } from './FilterBox.tsx'
import { layClassLines } from './lay-class-lines.ts'
import { useInstances } from './use-instances.ts'
import styles from './ClassesView.module.css'

const CLEAR = { label: 'Clear the filter', run: () => go({ filter: '' }, 'replace') }
const DEFAULT_SORT: Sort<ClassColumn> = { column: 'retainedSize', descending: true }
const SHALLOW_SORT: Sort<ClassColumn> = { column: 'shallowSize', descending: true }

const SHALLOW_WORDS = 'opened without references: shallow sizes as the file states them, nothing retained'

const EARLY_WORDS = 'references are still being read: shallow sizes as the file states them'

const keyOf = (row: ClassRow) => row.key

/** The type histogram: all classes with their counts and sizes, each opening to its instances. */
export function ClassesView() {
  const filter = usePlace((place) => place.filter)
  const shallowOnly = useHeap((heap) => heap.shallowOnly)
  const early = useHeap((heap) => heap.status === 'early')
  const asked = usePlace((place) => place.sort)
  const sort = sortOf(asked, shallowOnly)
  const { column, descending } = sort
  const askKey = useAskKey()
  const fetch = useCallback(
    (start: number, end: number) => {
      void askKey
      return ask('classes', { start, end, sort: { column, descending }, filter })
    },
    [askKey, column, descending, filter],
  )
  const { list, busy } = usePagedList(fetch, keyOf)
  const problem = busy ? null : filterProblem(list?.error)
  return (
    <div className={styles['view']}>
      <FilterBox
        value={filter}
        onChange={(text) => go({ filter: text }, 'replace')}
        outcome={[
          list ? outcomeText(list, filter) : '',
          shallowOnly ? SHALLOW_WORDS : early ? EARLY_WORDS : '',
        ]
          .filter(Boolean)
          .join(' · ')}
        problem={problem}
      />
      <div className={styles['table']}>
        {problem !== null ? (
          <EmptyState action={CLEAR}>This filter cannot be used: the reason stands beside it.</EmptyState>
        ) : list?.error ? (
          <ErrorNote message={messageOf(list.error)} onRetry={() => list.retry()} />
        ) : (
          <Histogram list={list} busy={busy} sort={sort} filter={filter} shallowOnly={shallowOnly} />
        )}
      </div>
    </div>
  )
}

/** The order asked for, or the view's own where none was, or none that can be had. */
function sortOf(asked: Sort<ClassColumn> | null, shallowOnly: boolean): Sort<ClassColumn> {
  if (!shallowOnly) return asked ?? DEFAULT_SORT
  return asked && FROM_THE_FILE.has(asked.column) ? asked : SHALLOW_SORT
}

/** What the engine has against the filter itself, if that is why the list could not be had. */
function filterProblem(error: unknown): string | null {
  return error instanceof HeapError && error.code === 'bad-filter' ? error.message : null
}

function outcomeText(list: PagedList<ClassRow>, filter: string): string {
  if (list.error) return ''
  const all = formatCountOf(list.all, 'class', 'classes')
  return filter.trim() === '' ? all : `${formatCount(list.total ?? 0)} of ${all}`
}

interface HistogramProps {
  readonly list: PagedList<ClassRow> | null
  readonly busy: boolean
  readonly sort: Sort<ClassColumn>
  readonly filter: string
  readonly shallowOnly: boolean
}

function Histogram({ list, busy, sort, filter, shallowOnly }: HistogramProps) {
  const open = usePlace((place) => place.open)
  const selected = usePlace((place) => place.selected)
  const within = shallowOnly && sort.column === 'count' ? 'shallowSize' : INSTANCE_COLUMN[sort.column]
  const instancesOf = useInstances({ column: within, descending: sort.descending }, busy)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const most = useAnswer('classes', { start: 0, end: 1, sort: { column: 'count', descending: true } })
  const count = most.value?.rows[0]?.count ?? 0
  const columns = useMemo(
    () => classColumns(total, count).filter(({ id }) => !shallowOnly || FROM_THE_FILE.has(id)),
    [total, count, shallowOnly],
  )

  const placed = list ? open.map((key) => list.placeOf(key)).filter((place) => place !== undefined) : NONE
  const lines = list ? layClassLines(list, placed, instancesOf) : null
  // An open class that no page has shown yet is looked for, so that its instances stand where they belong.
  const missing = list !== null && placed.length < open.length
  useEffect(() => {
    if (missing) list.seek()
  })

  const reveal = useReveal(open.at(-1), list)
  // What is missing is asked for when the rows on screen change, and when the lines they stand for do.
  const range = useRef({ start: 0, end: WAITING_ROWS })
  const latest = useRef(lines)
  useEffect(() => {
    latest.current = lines
    lines?.want(range.current.start, range.current.end)
  })
  const onRange = useCallback((start: number, end: number) => {
    range.current = { start, end }
    latest.current?.want(start, end)
  }, [])

  const toggle = ({ key }: ClassRow, opened: boolean) => {
    go({ open: opened ? [...open, key] : open.filter((other) => other !== key) }, 'replace')
  }
  const isOpen = (row: ClassRow) => open.includes(row.key)

  const traits = (line: Line): RowTraits => {
    if (line.kind === 'note') return { level: 2, wide: <Note text={line.text} retry={line.retry} /> }
    if (line.kind === 'instance') {
      const { row, below, owner } = line
      return { level: 2, selected: row.id === selected, position: below + 1, setSize: owner.count }
    }
    return { level: 1, open: isOpen(line.row), position: line.position + 1, setSize: list?.total ?? 0 }
  }

  return (
    <VirtualTable
      label="Classes"
      tree
      columns={columns}
      count={lines ? lines.count : WAITING_ROWS}
      rowAt={(index) => lines?.at(index)}
      traits={traits}
      onRange={onRange}
      sort={sort}
      onSort={(next) => go({ sort: next })}
      onToggle={(line, _, opened) => {
        if (line.kind === 'class') toggle(line.row, opened)
      }}
      onActivate={(line) => {
        if (line.kind === 'class') toggle(line.row, !isOpen(line.row))
        else if (line.kind === 'instance') go({ selected: line.row.id })
      }}
      parentOf={(index) => lines?.parentOf(index) ?? null}
      reveal={reveal === null ? null : (lines?.lineOf(reveal) ?? null)}
      busy={busy}
      empty={busy ? null : <NoClasses filter={filter} />}
    />
  )
}

const NONE: readonly Placed<ClassRow>[] = []
/** Rows drawn before the first answer. */
const WAITING_ROWS = 24

/** The position of the class that was open when the view came up, once it is known: the view shows it first. */
function useReveal(key: string | undefined, list: PagedList<ClassRow> | null): number | null {
  const first = useRef(key)
  return first.current === undefined ? null : (list?.placeOf(first.current)?.index ?? null)
}

function Note({ text, retry }: { readonly text: string; readonly retry: (() => void) | null }) {
  return (
    <span className={styles['note']}>
      {text}
      {retry ? (
        <Button look="text" onClick={retry}>
          Try again
        </Button>
      ) : null}
    </span>
  )
}

function NoClasses({ filter }: { readonly filter: string }) {
  if (filter.trim() === '') return <EmptyState>This heap has no classes.</EmptyState>
  return (
    <EmptyState action={CLEAR}>
      No class passes the filter <q>{filter}</q>.
    </EmptyState>
  )
}
