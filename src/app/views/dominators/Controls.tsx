import { useState } from 'react'
import type { TreeAddress, TreeBy } from '#engine/model/dominator-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { notify } from '#app/state/notice-store.ts'
import { go, setOptions } from '#app/state/place-store.ts'
import { changeSelection, selectOnly } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { Choice } from '#app/ui/Choice.tsx'
import { formatBytes, formatCountOf, formatPercent } from '#app/ui/format.ts'
import { messageOf } from '#app/ui/message-of.ts'
import { shortTitle } from '#app/ui/node-title.ts'
import { queryAt } from './cell-address.ts'
import { type Options, optionsAt, SMALLEST, type Smallest } from './options.ts'
import styles from './DominatorsView.module.css'

interface ControlsProps {
  readonly options: Options
  readonly address: TreeAddress
}

const BY: readonly (readonly [TreeBy, string])[] = [
  ['class', 'Class'],
  ['object', 'Object'],
  ['module', 'Module'],
]

const DRAW: readonly (readonly [Options['draw'], string])[] = [
  ['icicle', 'Icicle'],
  ['treemap', 'Treemap'],
]

/** How the tree is looked at, and where to. */
export function Controls({ options, address }: ControlsProps) {
  const modules = useAnswer('modulesKnown').value
  const { by, draw, min } = options
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Dominators">
      <Choice
        label="Cells are"
        value={by}
        choices={BY.map(([value, title]) => ({
          value,
          title,
          ...(value === 'module' && modules === false
            ? {
                unavailable:
                  'This capture does not say which scripts its objects come from, so modules are unknown.',
              }
            : {}),
        }))}
        onChange={(next) => setOptions(optionsAt({ ...address, by: next, path: [] }), 'push')}
      />
      <Choice
        label="Drawn as"
        value={draw}
        choices={DRAW.map(([value, title]) => ({ value, title }))}
        onChange={(next) => setOptions({ draw: next === 'icicle' ? undefined : next })}
      />
      <label className={styles['min']}>
        <span>From</span>
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
      <span className={styles['tools']}>
        <SelectPlace address={address} />
        <AccumulationButton address={address} />
      </span>
    </div>
  )
}

function minWords(value: Smallest): string {
  return value === 'auto' ? 'what can be seen' : `${value}% up`
}

/** Selects what the drawing is zoomed to. */
function SelectPlace({ address }: { readonly address: TreeAddress }) {
  const query = queryAt(address)
  const isRoot = address.id === null && address.path.length === 0
  if (query === '' || isRoot) return null
  return (
    <>
      <Button onClick={() => selectOnly(query)}>
        {address.by === 'object' ? 'Select this object' : 'Select these objects'}
      </Button>
      <Button onClick={() => changeSelection('+', query)}>Add</Button>
    </>
  )
}

/** Zooms to where the memory below the place gathers. */
function AccumulationButton({ address }: { readonly address: TreeAddress }) {
  const [busy, setBusy] = useState(false)
  const jump = async () => {
    setBusy(true)
    try {
      const point = await ask('accumulationPoint', address.id)
      const { node, steps, largestBelow, below } = point
      const { id } = node
      go({ selected: id })
      setOptions(optionsAt({ by: 'object', id, path: [] }))
      const split = largestBelow
        ? `Right below it ${formatCountOf(below, 'object')} share it; the largest has ${formatPercent(largestBelow.retainedSize ?? 0, node.retainedSize ?? 0)}.`
        : 'Nothing below it retains anything.'
      notify(
        `${formatCountOf(steps, 'step')} down, ${shortTitle(node)} @${id} retains ${formatBytes(node.retainedSize ?? 0)}. ${split}`,
      )
    } catch (error) {
      notify(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button aria-disabled={busy} onClick={() => void jump()}>
      Jump to the accumulation point
    </Button>
  )
}
