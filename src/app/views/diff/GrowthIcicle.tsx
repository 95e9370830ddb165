import type { CellLimits } from '#engine/model/dominator-rows.ts'
import { usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { Breadcrumbs } from '#app/ui/cells/Breadcrumbs.tsx'
import { addressOf, zoomTo } from '#app/ui/cells/tree-place.ts'
import { ZoomChart } from '#app/ui/cells/ZoomChart.tsx'
import { Choice } from '#app/ui/Choice.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { GrowthLegend } from './GrowthLegend.tsx'
import styles from './GrowthIcicle.module.css'
import { GrowthTable } from './GrowthTable.tsx'
import { OPTIONS } from './options.ts'

/** Cells of about a pixel of the drawing's width and more. */
const LIMITS: CellLimits = { minSize: 1, minShare: 1 / 1200, maxCells: 5000, maxDepth: 32 }

const BY = [
  { value: 'class', title: 'Classes' },
  { value: 'object', title: 'Objects' },
] as const

const BACK = { label: 'Back to the root', run: () => zoomTo({ by: 'class', id: null, path: [] }) }

/** The target's dominator tree, coloured by what changed since the base, and the same as a table. */
export function GrowthIcicle() {
  const options = useOptions(OPTIONS)
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const address = addressOf(options)
  const way = useAnswer('treeWay', address).value ?? null
  const cells = useAnswer('growthCells', address, LIMITS)
  return (
    <div className={styles['icicle']}>
      <div className={styles['bar']}>
        <Choice
          label="Cells are"
          value={options.by}
          choices={BY}
          onChange={(by) => zoomTo({ ...address, by, path: [] })}
        />
        <GrowthLegend />
      </div>
      <div className={styles['where']}>
        <Breadcrumbs address={address} way={way} top="(root)" />
      </div>
      {cells.error ? (
        <div>
          <EmptyState action={BACK}>{cells.error.message}</EmptyState>
        </div>
      ) : (
        <>
          <ZoomChart
            label={`Growth in the dominator tree by ${address.by}`}
            address={address}
            answer={cells}
            way={way}
            drawing="icicle"
            total={total}
            selected={selected}
            ofSelection={false}
          />
          <section className={styles['table']} aria-label="The same as a table">
            {cells.value && !cells.pending ? (
              <GrowthTable
                key={JSON.stringify(address)}
                address={address}
                tree={cells.value}
                selected={selected}
              />
            ) : null}
          </section>
        </>
      )}
    </div>
  )
}
