import type { GroupColumn, GroupRow, TreeAddress } from '#engine/model/dominator-rows.ts'
import type { Folded, ListRequest } from '#engine/model/rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import type { TreePage } from '#app/ui/lazy-tree.ts'

/** A row of the tree of lines, by the number of its place. */
export type GroupItem = RowItem | FoldItem

interface RowItem {
  readonly kind: 'row'
  readonly key: string
  readonly node: number
  readonly row: GroupRow
  readonly path: readonly string[]
}

/** The engine's classes of one level, which open below the last row: of place n it is place -1 - n. */
interface FoldItem {
  readonly kind: 'fold'
  readonly key: string
  readonly node: number
  readonly folded: Folded
}

/** No class has a % in its key without two digits behind it: signs are written so. */
const FOLD_KEY = '%'

/** Asks for the rows of a place, of the first one those that pass the filter: the program's, or of a fold the engine's. */
export async function fetchGroups(
  { by, id }: Pick<TreeAddress, 'by' | 'id'>,
  paths: PathNumbers,
  place: number,
  request: ListRequest<GroupColumn>,
  among: readonly Term[] | null,
): Promise<TreePage<GroupItem>> {
  const number = place < 0 ? -1 - place : place
  const path = paths.at(number)
  const page = await ask(
    'treeGroups',
    { by, id, path },
    {
      ...request,
      internals: place < 0 ? 'only' : 'apart',
      filter: number === 0 ? (request.filter ?? '') : '',
    },
    among,
  )
  const items = page.rows.map((row): GroupItem => {
    const below = [...path, row.key]
    const key = row.key.replaceAll('%', '%25').replaceAll('/', '%2F')
    return { kind: 'row', key, node: paths.of(below), row, path: below }
  })
  const { total, all, folded } = page
  const last: FoldItem | null =
    folded.count === 0 ? null : { kind: 'fold', key: FOLD_KEY, node: -1 - number, folded }
  return { items, total, all, last }
}

/** Numbers paths in the order they are met. */
export class PathNumbers {
  readonly #paths: (readonly string[])[]
  readonly #numbers = new Map<string, number>()

  constructor(first: readonly string[]) {
    this.#paths = [first]
    this.#numbers.set(JSON.stringify(first), 0)
  }

  at(number: number): readonly string[] {
    return this.#paths[number] ?? []
  }

  of(path: readonly string[]): number {
    const text = JSON.stringify(path)
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#paths.length)
    return this.#paths.push(path) - 1
  }
}
