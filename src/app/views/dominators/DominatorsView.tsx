import { usePlace } from '#app/state/place-store.ts'
import { useHeap } from '#app/state/heap-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useScope } from '#app/state/use-scope.ts'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { Breadcrumbs } from '#app/ui/cells/Breadcrumbs.tsx'
import { Controls } from './Controls.tsx'
import { DominatorTable } from './DominatorTable.tsx'
import { Drawing, limitsOf } from './Drawing.tsx'
import { PlaceTools } from './PlaceTools.tsx'
import { addressOf, zoomTo } from '#app/ui/cells/tree-place.ts'
import { OPTIONS } from './options.ts'
import styles from './DominatorsView.module.css'

const toClasses = () => zoomTo({ by: 'class', id: null, path: [] })

/** The dominator tree: what would be freed with what, drawn and as a table. */
export function DominatorsView() {
  const options = useOptions(OPTIONS)
  const selected = usePlace((place) => place.selected)
  const shallowOnly = useHeap((heap) => heap.shallowOnly)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const address = addressOf(options)
  const scope = useScope()
  const way = useAnswer('treeWay', address, scope)
  const cells = useAnswer('treeCells', address, limitsOf(options), scope)
  if (shallowOnly) {
    return (
      <EmptyState>
        This capture was opened without its references, and dominators follow from references. Open it whole
        to see what keeps what.
      </EmptyState>
    )
  }
  const isEmpty = scope !== null && address.id === null && cells.value?.cells[0]?.size === 0
  return (
    <div className={styles['view']}>
      <Controls options={options} address={address} />
      <div className={styles['where']}>
        <Breadcrumbs address={address} way={way.value ?? null} top={scope ? '(selection)' : '(root)'} />
        {cells.error ? null : <PlaceTools address={address} />}
      </div>
      {isEmpty ? (
        <EmptyState>Nothing is selected.</EmptyState>
      ) : cells.error ? (
        <div>
          <EmptyState
            action={{ label: options.by === 'module' ? 'Show classes' : 'Back to the root', run: toClasses }}
          >
            {cells.error.message}
          </EmptyState>
        </div>
      ) : (
        <>
          <Drawing
            options={options}
            address={address}
            answer={cells}
            way={way.value ?? null}
            total={total}
            selected={selected}
          />
          <section className={styles['table']} aria-label="The same as a table">
            <DominatorTable key={JSON.stringify([address, scope])} address={address} total={total} />
          </section>
        </>
      )}
    </div>
  )
}
