import type { CellLimits, TreeAddress, TreeCells, TreeWay } from '#engine/model/dominator-rows.ts'
import type { Answer } from '#app/state/use-answer.ts'
import { useScope } from '#app/state/use-scope.ts'
import { ZoomChart } from '#app/ui/cells/ZoomChart.tsx'
import type { Options } from './options.ts'

interface DrawingProps {
  readonly options: Options
  readonly address: TreeAddress
  readonly answer: Answer<TreeCells>
  readonly way: TreeWay | null
  readonly total: number
  readonly selected: number | null
}

const MOST_CELLS = 5000
/** Deeper levels are gathered until one zooms in. */
const LEVELS = { icicle: 32, treemap: 12 } as const
/** What `auto` asks for: cells that get about a pixel of an icicle's width, or 3 by 3 pixels of a treemap. */
const AUTO_SHARE = { icicle: 1 / 1200, treemap: 9 / (1200 * 600) } as const

/** How much of the tree is asked for. */
export function limitsOf({ draw, min }: Options): CellLimits {
  return {
    minSize: 1,
    minShare: min === 'auto' ? AUTO_SHARE[draw] : Number(min) / 100,
    maxCells: MOST_CELLS,
    maxDepth: LEVELS[draw],
  }
}

/** The cells below the place, as an icicle or a treemap. */
export function Drawing({ options, address, answer, way, total, selected }: DrawingProps) {
  const scope = useScope()
  return (
    <ZoomChart
      label={`Dominator tree by ${address.by}`}
      address={address}
      answer={answer}
      way={way}
      drawing={options.draw}
      total={total}
      selected={selected}
      ofSelection={scope !== null}
    />
  )
}
