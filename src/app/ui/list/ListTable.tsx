import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { Page, Sort } from '#engine/model/rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { Button } from '../Button.tsx'
import type { PagedList, Placed } from '../paged-list.ts'
import type { RowTraits } from '../table/TableRow.tsx'
import { VirtualTable } from '../table/VirtualTable.tsx'
import { lineColumns } from './list-columns.ts'
import { KeptLines } from './kept-lines.ts'
import { layLines } from './lay-lines.ts'
import type { Line } from './lines.ts'
import type { ListViewProps } from './ListView.tsx'
import { useMembers } from './use-members.ts'
import { useRowActions } from './use-row-actions.ts'
import styles from './ListView.module.css'

interface ListTableProps<Row, Id extends string, Member, MemberId extends string> extends ListViewProps<
  Row,
  Id,
  Member,
  MemberId
> {
  readonly list: PagedList<Row> | null
  readonly busy: boolean
  readonly sort: Sort<Id>
  readonly empty: ReactNode
}

/** Rows drawn before the first answer. */
const WAITING_ROWS = 24

/** The table of a list. Rows that are open in the address are looked for, so that their members stand where they belong. */
export function ListTable<
  Row extends object,
  Id extends string,
  Member extends object,
  MemberId extends string,
>(props: ListTableProps<Row, Id, Member, MemberId>) {
  const { list, busy, sort, keyOf, members, queryOf, memberQueryOf } = props
  const open = usePlace((place) => place.open)
  const within = members?.sortOf(sort) ?? NO_SORT
  const membersOf = useMembers<Member, MemberId>(members?.fetch ?? noMembers, within as Sort<MemberId>, busy)
  const columns = useMemo(() => lineColumns(props.columns), [props.columns])

  const placed = list && members ? open.map((key) => list.placeOf(key)).filter((at) => at !== undefined) : []
  const [kept] = useState(() => new KeptLines<Row, Member>())
  const lines = list ? layLines(list, placed, { keyOf, membersOf, none: members?.none ?? '', kept }) : null
  const missing = list !== null && members !== undefined && placed.length < open.length
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

  const toggle = (row: Row, opened: boolean) => {
    const key = keyOf(row)
    go({ open: opened ? [...open, key] : open.filter((other) => other !== key) }, 'replace')
  }
  const isOpen = (row: Row) => open.includes(keyOf(row))

  const lineQuery = useCallback(
    (line: Line<Row, Member>) => {
      if (line.kind === 'row') return queryOf?.(line.row) ?? null
      return line.kind === 'member' ? (memberQueryOf?.(line.member) ?? null) : null
    },
    [queryOf, memberQueryOf],
  )
  const actions = useRowActions(columns, queryOf || memberQueryOf ? lineQuery : undefined)

  const traits = (line: Line<Row, Member>): RowTraits => {
    if (line.kind === 'note') return { level: 2, wide: <Note text={line.text} retry={line.retry} /> }
    if (line.kind === 'member') {
      const { member, below, owner } = line
      const selected = props.isMemberSelected?.(member)
      const setSize = members?.countOf(owner) ?? 0
      return { level: 2, position: below + 1, setSize, ...(selected === undefined ? {} : { selected }) }
    }
    const selected = props.isSelected?.(line.row)
    const place = { position: line.position + 1, setSize: list?.total ?? 0 }
    return {
      // Only rows of a tree have a place among their siblings.
      ...(members ? { ...place, level: 1, open: isOpen(line.row) } : {}),
      ...(selected === undefined ? {} : { selected }),
    }
  }

  return (
    <VirtualTable
      label={props.label}
      tree={members !== undefined}
      columns={columns}
      count={lines ? lines.count : WAITING_ROWS}
      rowAt={(index) => lines?.at(index)}
      traits={traits}
      nameOf={(line) => nameOfLine(line, keyOf)}
      onRange={onRange}
      sort={sort}
      onSort={(next) => go({ sort: next })}
      onToggle={(line, _, opened) => {
        if (line.kind === 'row') toggle(line.row, opened)
      }}
      onActivate={(line) => {
        if (line.kind === 'member') props.onMember?.(line.member)
        else if (line.kind === 'note') line.retry?.()
        else if (members) toggle(line.row, !isOpen(line.row))
        else props.onActivate?.(line.row)
      }}
      actions={actions}
      parentOf={(index) => lines?.parentOf(index) ?? null}
      reveal={reveal === null ? null : (lines?.lineOf(reveal) ?? null)}
      busy={busy}
      empty={props.empty}
    />
  )
}

const NO_SORT: Sort<string> = { column: '', descending: false }

/** Rows that do not open have none. */
async function noMembers(): Promise<Page<never>> {
  return { start: 0, rows: [], total: 0, all: 0 }
}

function nameOfLine<Row, Member>(line: Line<Row, Member>, keyOf: (row: Row) => string): string {
  if (line.kind === 'row') return keyOf(line.row)
  return line.kind === 'member' ? `${keyOf(line.owner)} ${line.below}` : line.text
}

/** The position of the row that was open when the view came up, once it is known: the view shows it first. */
function useReveal<Row>(key: string | undefined, list: PagedList<Row> | null): number | null {
  const first = useRef(key)
  const found: Placed<Row> | undefined =
    first.current === undefined ? undefined : list?.placeOf(first.current)
  return found?.index ?? null
}

function Note({ text, retry }: { readonly text: string; readonly retry: (() => void) | null }) {
  return (
    <span className={styles['note']}>
      {text}
      {retry ? (
        <Button look="text" tabIndex={-1}>
          Try again
        </Button>
      ) : null}
    </span>
  )
}
