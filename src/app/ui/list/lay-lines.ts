import { messageOf } from '../message-of.ts'
import type { PagedList, Placed } from '../paged-list.ts'
import { GroupLines } from './group-lines.ts'
import type { KeptLines } from './kept-lines.ts'
import type { Line } from './lines.ts'

/** The lines on screen and what they are made of. */
export interface Lines<Row, Member> {
  readonly count: number
  readonly at: (line: number) => Line<Row, Member> | undefined
  /** The line of the row above a member. */
  readonly parentOf: (line: number) => number | null
  /** Asks for what is missing between two lines. */
  readonly want: (start: number, end: number) => void
  readonly lineOf: (position: number) => number
}

/** What is needed to lay out the members of open rows. */
export interface LaidMembers<Row, Member> {
  readonly keyOf: (row: Row) => string
  readonly membersOf: (key: string) => PagedList<Member>
  readonly none: string
  readonly kept: KeptLines<Row, Member>
}

/** Lays out the rows of `list`, those in `open` with their members below. */
export function layLines<Row extends object, Member extends object>(
  list: PagedList<Row>,
  open: readonly Placed<Row>[],
  { keyOf, membersOf, none, kept }: LaidMembers<Row, Member>,
): Lines<Row, Member> {
  const opened = new Map(open.map((placed) => [placed.index, placed.row]))
  const of = (row: Row) => membersOf(keyOf(row))
  const lines = new GroupLines(
    list.total ?? 0,
    open.map(({ index, row }) => ({ position: index, lines: linesBelow(of(row)) })),
  )
  return {
    count: lines.total,
    at: (line) => {
      const { position, below } = lines.at(line)
      const row = list.row(position) ?? opened.get(position)
      if (row === undefined) return undefined
      if (below === null) return kept.row(row, position)
      const members = of(row)
      const member = members.row(below)
      return noteOf(members, none) ?? (member === undefined ? undefined : kept.member(member, below, row))
    },
    parentOf: (line) => {
      const { position, below } = lines.at(line)
      return below === null ? null : lines.lineOf(position)
    },
    want: (start, end) => {
      const first = lines.at(start)
      const last = lines.at(Math.max(start, end - 1))
      list.want(first.position, last.position + 1)
      for (const { index, row } of open) {
        if (index < first.position || index > last.position) continue
        const top = lines.lineOf(index) + 1
        of(row).want(Math.max(0, start - top), Math.max(1, end - top))
      }
    },
    lineOf: (position) => lines.lineOf(position),
  }
}

/** An open row that has not answered, or could not, has one line that says so. */
function linesBelow<Member>(members: PagedList<Member>): number {
  if (members.error !== null || members.total === null) return 1
  return Math.max(1, members.total)
}

/** What is said in place of members. */
function noteOf<Member>(members: PagedList<Member>, none: string): Line<never, never> | null {
  if (members.error !== null) {
    return { kind: 'note', text: messageOf(members.error), retry: () => members.retry() }
  }
  return members.total === 0 ? { kind: 'note', text: none, retry: null } : null
}
