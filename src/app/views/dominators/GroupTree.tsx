import { useCallback, useMemo, useState } from 'react'
import type { GroupColumn, GroupRow, TreeAddress } from '#engine/model/dominator-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { Explain } from '#app/ui/Explain.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import { explainName } from '#app/ui/plain-words.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import type { TreeLine } from '#app/ui/tree.ts'
import { TreeTable } from '#app/ui/TreeTable.tsx'
import { useLazyTree } from '#app/ui/use-lazy-tree.ts'
import { zoomTo } from '#app/ui/cells/tree-place.ts'
import styles from './DominatorsView.module.css'

interface GroupTreeProps {
  readonly address: TreeAddress
  readonly by: 'class' | 'module'
  readonly total: number
}

/** A row, and its number as the tree of lines knows it. */
interface GroupItem {
  readonly key: string
  readonly node: number
  readonly row: GroupRow
  readonly path: readonly string[]
}

const FIRST_SORT: Sort<GroupColumn> = { column: 'size', descending: true }
const queryOf = ({ row }: GroupItem) => row.query

/** The cells below a place of the tree by class or module, opened level by level. */
export function GroupTree({ address, by, total }: GroupTreeProps) {
  const [sort, setSort] = useState(FIRST_SORT)
  // The tree knows its places by number: 0 is where it begins.
  const [paths] = useState(() => new PathNumbers(address.path))
  const { id } = address
  const scope = useScope()
  const fetch = useCallback(
    async (place: number, start: number, end: number) => {
      const path = paths.at(place)
      const page = await ask('treeGroups', { by, id, path }, { start, end, sort }, scope)
      const items = page.rows.map((row): GroupItem => {
        const below = [...path, row.key]
        return { key: row.key.replaceAll('/', '%2F'), node: paths.of(below), row, path: below }
      })
      return { items, total: page.total }
    },
    [by, id, paths, sort, scope],
  )
  const tree = useLazyTree<GroupItem>(0, fetch)
  const columns = useMemo(() => groupColumns(by, total), [by, total])
  return (
    <TreeTable
      label="Dominator tree"
      tree={tree}
      columns={columns}
      sort={sort}
      onSort={setSort}
      mayOpen={({ row }) => row.groups > 0}
      onActivate={({ path }) => zoomTo({ by, id, path })}
      queryOf={queryOf}
      none={
        by === 'class'
          ? 'Nothing of another class lives only through it.'
          : 'Nothing of another module lives only through it.'
      }
    />
  )
}

/** Numbers paths in the order they are met. */
class PathNumbers {
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

type GroupTreeColumn = Column<TreeLine<GroupItem>, GroupColumn>

function groupColumns(by: 'class' | 'module', total: number): readonly GroupTreeColumn[] {
  const of =
    <Value,>(read: (row: GroupRow) => Value) =>
    (line: TreeLine<GroupItem>) =>
      line.kind === 'item' ? read(line.item.row) : null
  return [
    {
      id: 'name',
      label: by === 'class' ? 'Class' : 'Module',
      track: 'minmax(150px, 1fr)',
      sortable: true,
      cell: of((row) => <Name row={row} />),
      value: of(({ name }) => name),
    },
    {
      id: 'size',
      label: 'Retained',
      help: 'Freed if these objects went away, and no others',
      track: 'minmax(88px, min(240px, 30%))',
      numeric: true,
      sortable: true,
      cell: of(({ size }) => <SizeCell value={size} of={total} max={total} />),
      value: of(({ size }) => size),
    },
    {
      id: 'own',
      label: 'Shallow',
      help: 'The objects themselves, with the stores they alone own',
      track: '88px',
      numeric: true,
      sortable: true,
      from: 420,
      cell: of(({ own }) => <Bytes value={own} />),
      words: of(({ own }) => `Shallow ${formatBytes(own)}`),
      value: of(({ own }) => own),
    },
    {
      id: 'count',
      label: 'Count',
      track: '76px',
      numeric: true,
      sortable: true,
      from: 360,
      cell: of(({ count }) => <>{formatCount(count)}</>),
      words: of(({ count }) => formatCountOf(count, 'object')),
      value: of(({ count }) => count),
    },
  ]
}

function Name({ row }: { readonly row: GroupRow }) {
  const words = explainName(row.name)
  return (
    <span className={styles['group']}>
      <KindBadge kind={row.kind} />
      <Explain words={words}>
        <bdi dir="ltr" className={styles['groupName']} title={words ? undefined : row.name}>
          {visibleName(row.name)}
        </bdi>
      </Explain>
    </span>
  )
}
