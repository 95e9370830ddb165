import type { TreeAddress, TreeBy } from '#engine/model/dominator-rows.ts'
import { setOptions } from '#app/state/place-store.ts'
import { Choice } from '#app/ui/Choice.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { zoomTo } from '#app/ui/cells/tree-place.ts'
import { type Options, SMALLEST, type Smallest } from './options.ts'
import styles from './DominatorsView.module.css'

interface ControlsProps {
  readonly options: Options
  readonly address: TreeAddress
}

const BY: readonly { readonly value: TreeBy; readonly title: string }[] = [
  { value: 'class', title: 'Classes' },
  { value: 'object', title: 'Objects' },
  { value: 'module', title: 'Modules' },
]

const DRAW: readonly { readonly value: Options['draw']; readonly title: string }[] = [
  { value: 'icicle', title: 'Icicle' },
  { value: 'treemap', title: 'Treemap' },
]

/** How the tree is looked at. */
export function Controls({ options, address }: ControlsProps) {
  const { by, draw, min } = options
  return (
    <div className={styles['bar']} role="group" aria-label="How it is drawn">
      <Choice
        label="Cells are"
        value={by}
        choices={BY}
        onChange={(next) => zoomTo({ ...address, by: next, path: [] })}
      />
      <Choice
        label="Drawn as"
        value={draw}
        choices={DRAW}
        onChange={(next) => setOptions({ draw: next === 'icicle' ? undefined : next })}
      />
      <label className={styles['min']}>
        <span>Smallest</span>
        <select
          value={min}
          onChange={({ target }) => setOptions({ min: target.value === 'auto' ? undefined : target.value })}
        >
          {SMALLEST.map((value) => (
            <option key={value} value={value}>
              {minWords(value)}
            </option>
          ))}
        </select>
      </label>
      <ScopeChoice />
    </div>
  )
}

function minWords(value: Smallest): string {
  return value === 'auto' ? 'what can be seen' : `${value}% of it`
}
