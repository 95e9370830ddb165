import { go } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import type { TreeAddress } from '#engine/model/dominator-rows.ts'
import { writeGroupPath } from '#engine/model/group-path.ts'
import { Button } from '#app/ui/Button.tsx'
import { cellAddress } from '#app/ui/cells/cell-address.ts'
import { CellChart } from '#app/ui/cells/CellChart.tsx'
import styles from './OverviewView.module.css'

const ROOT: TreeAddress = { by: 'class', id: null, path: [] }
/** As many levels as have room here, what is gathered below the last included, and cells of about a pixel and more. */
const LIMITS = { minSize: 1, minShare: 1 / 1200, maxCells: 1000, maxDepth: 5 }

/** The upper levels of the dominator tree by class. */
export function TopIcicle({ total }: { readonly total: number }) {
  const { value: tree } = useAnswer('treeCells', ROOT, LIMITS)
  return (
    <section className={styles['section']} aria-labelledby="what-keeps-what">
      <h2 id="what-keeps-what">
        What keeps what{' '}
        <small>dominator tree by class; below each class is what would be freed with it</small>
      </h2>
      <div className={styles['icicle']}>
        {tree ? (
          <CellChart
            label="Dominator tree by class"
            tree={tree}
            by="class"
            drawing="icicle"
            total={total}
            onOpen={(cell) => showDominators(cellAddress(ROOT, tree, cell))}
          />
        ) : null}
      </div>
      <p className={styles['more']}>
        <Button look="text" onClick={() => go({ view: 'dominators', options: {} })}>
          All of the dominator tree
        </Button>
      </p>
    </section>
  )
}

function showDominators(place: TreeAddress): void {
  const at = writeGroupPath(place)
  go({ view: 'dominators', options: at === '' ? {} : { at } })
}
