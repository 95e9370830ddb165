import type { TreeAddress } from '#engine/model/dominator-rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { ObjectTree } from '#app/ui/object-tree/ObjectTree.tsx'
import { GroupTree } from './GroupTree.tsx'

interface DominatorTableProps {
  readonly address: TreeAddress
  readonly total: number
}

/** What is below the place as a table that opens level by level. */
export function DominatorTable({ address, total }: DominatorTableProps) {
  const { by } = address
  if (by === 'object') return <Objects id={address.id} total={total} />
  return <GroupTree address={address} by={by} total={total} />
}

function Objects({ id, total }: { readonly id: number | null; readonly total: number }) {
  const filter = usePlace((place) => place.filter)
  const way = useAnswer('treeWay', { by: 'object', id, path: [] })
  const node = way.value?.nodes.at(-1)?.node
  if (node === undefined) return null
  return (
    <ObjectTree
      key={node}
      tab="dominated"
      node={node}
      total={total}
      filter={filter}
      onFilter={(text) => go({ filter: text }, 'replace')}
      label="Dominator tree"
    />
  )
}
