import type { TreeAddress } from '#engine/model/dominator-rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useScope } from '#app/state/use-scope.ts'
import { ObjectTree } from '#app/ui/object-tree/ObjectTree.tsx'
import { GroupTree } from './GroupTree.tsx'

interface DominatorTableProps {
  readonly address: TreeAddress
  readonly total: number
}

/** What is below the place as a table that opens level by level. */
export function DominatorTable({ address, total }: DominatorTableProps) {
  const { by } = address
  const scope = useScope()
  if (by === 'object' && address.id === null && scope) return <Tops among={scope} total={total} />
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

/** The outermost objects of a selection, and what is below them. */
function Tops({ among, total }: { readonly among: readonly Term[]; readonly total: number }) {
  const filter = usePlace((place) => place.filter)
  return (
    <ObjectTree
      tab="dominated"
      node={null}
      among={among}
      total={total}
      filter={filter}
      onFilter={(text) => go({ filter: text }, 'replace')}
      label="Dominator tree"
    />
  )
}
