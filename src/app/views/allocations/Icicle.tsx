import { type KeyboardEvent, useRef, useState } from 'react'
import type { StackCell, StackIcicle } from '#engine/model/allocation-rows.ts'
import { setOptions } from '#app/state/place-store.ts'
import { useOriginal } from '#app/state/source-maps.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Button } from '#app/ui/Button.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatBytes, formatCountOf, formatPercent } from '#app/ui/format.ts'
import { sourceText } from '#app/ui/source-text.ts'
import { cellAfter } from './cell-moves.ts'
import { type Measure, MEASURES, OPTIONS } from './options.ts'
import type { StackProps } from './StackFacts.tsx'
import styles from './Allocations.module.css'

/** Narrower cells would be a line; more would not be read. */
const LEAST = 1 / 400
const MOST = 300
const ROW = 22

/** Stacks as an icicle: a function as wide as what it and all it called allocated, below the one that called it. */
export function Icicle({ stacks, isProfile }: StackProps) {
  const options = useOptions(OPTIONS)
  const offered = MEASURES.filter((one) => stacks.live !== null || !one.startsWith('live'))
  const fallback = stacks.live ? 'liveSize' : 'size'
  const measure = options.measure && offered.includes(options.measure) ? options.measure : fallback
  const entry = options.stack ?? null
  const { value, error } = useAnswer('stackIcicle', { entry, measure, least: LEAST, most: MOST }, useScope())
  if (error) return <ErrorNote message={error.message} onRetry={() => zoom(null)} />
  return (
    <section className={styles['icicle']} aria-label="Calls as an icicle">
      <div className={styles['icicleBar']}>
        <Way icicle={value} />
        <label className={styles['measure']}>
          Width:{' '}
          <select value={measure} onChange={(event) => setOptions({ measure: event.target.value })}>
            {offered.map((one) => (
              <option key={one} value={one}>
                {measureName(one, isProfile)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {value ? (
        <Cells key={`${entry} ${measure}`} icicle={value} words={(n) => amount(n, measure, isProfile)} />
      ) : null}
    </section>
  )
}

function zoom(entry: number | null): void {
  setOptions({ stack: entry === null ? undefined : `${entry}` }, 'push')
}

function measureName(measure: Measure, isProfile: boolean): string {
  if (isProfile) return measure === 'size' ? 'size' : 'samples'
  return {
    liveSize: 'bytes that live',
    liveCount: 'objects that live',
    size: 'bytes allocated',
    count: 'objects allocated',
  }[measure]
}

function amount(value: number, measure: Measure, isProfile: boolean): string {
  if (measure === 'size' || measure === 'liveSize') return formatBytes(value)
  return formatCountOf(value, isProfile ? 'sample' : 'object')
}

/** The stacks above the one at the top: ways back. */
function Way({ icicle }: { readonly icicle: StackIcicle | undefined }) {
  const above = icicle?.above ?? []
  return (
    <nav aria-label="Way to the top of the icicle" className={styles['way']}>
      {above.length === 0 ? (
        <b>All stacks</b>
      ) : (
        <Button look="text" onClick={() => zoom(null)}>
          All stacks
        </Button>
      )}
      {above.slice(0, -1).map((step) => (
        <Button key={step.entry} look="text" onClick={() => zoom(step.entry)}>
          {nameOf(step.name)}
        </Button>
      ))}
      {above.length > 0 ? <b>{nameOf(above.at(-1)!.name)}</b> : null}
    </nav>
  )
}

function nameOf(name: string): string {
  return name === '' ? '(anonymous)' : name
}

interface CellsProps {
  readonly icicle: StackIcicle
  readonly words: (value: number) => string
}

function Cells({ icicle, words }: CellsProps) {
  const { cells, total, depth } = icicle
  const [active, setActive] = useState(0)
  const area = useRef<HTMLDivElement>(null)
  if (total === 0) return <p className={styles['none']}>Nothing of this was allocated here.</p>
  const onKeyDown = (event: KeyboardEvent) => {
    const next = cellAfter(cells, active, event.key)
    if (next !== null) {
      event.preventDefault()
      setActive(next)
      area.current?.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus()
    } else if (event.key === 'Backspace') zoom(icicle.above.at(-2)?.entry ?? null)
  }
  return (
    <div className={styles['cellsBox']}>
      <div
        ref={area}
        role="group"
        aria-label="Cells: arrows move, Enter makes one the top, Backspace goes back"
        className={styles['cells']}
        style={{ height: depth * ROW }}
        onKeyDown={onKeyDown}
      >
        {cells.map((cell, i) => (
          <Cell
            key={`${cell.entry} ${cell.depth} ${cell.from}`}
            cell={cell}
            place={i}
            tabbable={i === active}
            words={`${words(cell.value)}, ${formatPercent(cell.value, total)}`}
            onFocus={() => setActive(i)}
          />
        ))}
      </div>
    </div>
  )
}

/** Neighbours should not run into each other; a function keeps its tint wherever it stands. */
const TINTS = ['tintA', 'tintB', 'tintC'] as const

function tintOf(name: string): number {
  let sum = 0
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 9973
  return sum % TINTS.length
}

interface CellProps {
  readonly cell: StackCell
  readonly place: number
  readonly tabbable: boolean
  readonly words: string
  readonly onFocus: () => void
}

function Cell({ cell, place, tabbable, words, onFocus }: CellProps) {
  const original = useOriginal(cell.source)
  const isRest = cell.entry === -1
  const name = isRest ? formatCountOf(cell.gathered, 'smaller stack') : nameOf(original?.name ?? cell.name)
  const source = original?.source ?? cell.source
  const box = { left: `${cell.from * 100}%`, width: `${(cell.to - cell.from) * 100}%`, top: cell.depth * ROW }
  return (
    <button
      type="button"
      data-cell={place}
      tabIndex={tabbable ? 0 : -1}
      className={isRest ? styles['rest'] : `${styles['cell']} ${styles[TINTS[tintOf(name)] ?? TINTS[0]]}`}
      style={box}
      title={[name, source ? sourceText(source) : '', words].filter(Boolean).join('\n')}
      aria-label={`${name}, ${words}`}
      aria-disabled={isRest}
      onFocus={onFocus}
      onClick={() => {
        if (!isRest) zoom(cell.entry)
      }}
    >
      {name}
    </button>
  )
}
