import type { ListRequest, Page, Sort } from '#engine/model/rows.ts'

/** What stands on a line of a list: one of its rows, a member of a row that is open, or a word about members. */
export type Line<Row, Member> =
  | { readonly kind: 'row'; readonly row: Row; readonly position: number }
  | { readonly kind: 'member'; readonly member: Member; readonly below: number; readonly owner: Row }
  | { readonly kind: 'note'; readonly text: string; readonly retry: (() => void) | null }

/** Where a list's rows come from. */
export interface RowSource<Row, Id extends string> {
  /** Names what is asked for: with another key the list starts anew. */
  readonly key: string
  readonly fetch: (request: ListRequest<Id>) => Promise<Page<Row>>
}

/** How the rows of a list open to their members. */
export interface Members<Row, Id extends string, Member, MemberId extends string> {
  /** Asks for members of the row with this key. */
  readonly fetch: (key: string, request: ListRequest<MemberId>) => Promise<Page<Member>>
  /** The order of the members when the rows are in this one. */
  readonly sortOf: (sort: Sort<Id>) => Sort<MemberId>
  /** How many there are, where the row says so. */
  readonly countOf: (row: Row) => number
  /** Said where there are none. */
  readonly none: string
}
