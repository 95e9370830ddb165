import { X } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { HeapError } from '#engine/base/error.ts'
import { parseFilter } from '#engine/query/parse-filter.ts'
import { Button } from '../Button.tsx'
import { FilterHelp } from '../filter/FilterHelp.tsx'
import { FilterInput } from '../filter/FilterInput.tsx'
import type { FilterSchema } from '../filter/filter-schema.ts'
import styles from './ListView.module.css'

interface FilterBoxProps {
  /** What it does: `Filter classes`. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** What can be filtered by; without it texts are looked for. */
  readonly table?: FilterSchema | undefined
  /** How many pass, in words. */
  readonly outcome: string
  /** Why the filter in use cannot be used, or null. */
  readonly problem: HeapError | null
  /** Further controls, at the end of the line. */
  readonly children?: ReactNode
}

/** Typing should not ask the engine at every key. */
const PAUSE_MS = 120
/** What cannot be used is mostly not finished yet. */
const LONG_PAUSE_MS = 1200
/** Said beside what is wrong until the list follows. */
const STILL = ' Shown is still what passed before.'

/** The table’s own example where it has no sizes. */
function exampleOf({ fields }: FilterSchema): string {
  return fields.some(({ name }) => name === 'size') ? 'size:>1k' : fields[0]!.example
}

/** What is typed is shown at once and applied after a breath; what is wrong in it is said at once. */
export function FilterBox({ label, value, onChange, table, outcome, problem, children }: FilterBoxProps) {
  const note = useId()
  const [typed, setTyped] = useState(value)
  const [applied, setApplied] = useState(value)
  // The place may change under the box: back, forward, a link.
  if (applied !== value) {
    setApplied(value)
    setTyped(value)
  }
  const apply = useRef(onChange)
  useEffect(() => {
    apply.current = onChange
  })
  const fault = useMemo(() => (table ? faultOf(typed, table) : null), [typed, table])
  const broken = fault !== null
  useEffect(() => {
    if (typed === applied) return undefined
    const timer = setTimeout(
      () => {
        setApplied(typed)
        apply.current(typed)
      },
      broken ? LONG_PAUSE_MS : PAUSE_MS,
    )
    return () => clearTimeout(timer)
  }, [typed, applied, broken])
  const shown = fault ?? (typed === applied ? problem : null)
  return (
    <div className={styles['bar']} role="search">
      <span className={styles['box']}>
        <FilterInput
          label={label}
          placeholder={`${label}: text, /regex/${table ? `, ${exampleOf(table)} …` : ''}`}
          value={typed}
          onChange={setTyped}
          table={table ?? null}
          invalid={shown !== null}
          wrong={shown?.at}
          describedBy={note}
        />
        <span className={styles['buttons']}>
          {typed === '' ? null : (
            <Button
              look="icon"
              className={styles['clear']}
              aria-label="Clear the filter"
              onClick={() => setTyped('')}
            >
              <X size={14} aria-hidden="true" />
            </Button>
          )}
          {table ? <FilterHelp table={table} /> : null}
        </span>
      </span>
      <span id={note} role="status" className={shown ? styles['problem'] : styles['outcome']}>
        {shown ? `${shown.message}${fault && typed !== applied ? STILL : ''}` : outcome}
      </span>
      {children ? <span className={styles['tools']}>{children}</span> : null}
    </div>
  )
}

/** What is wrong with a filter as far as can be told without the heap. */
function faultOf(text: string, table: FilterSchema): HeapError | null {
  try {
    parseFilter(text, table)
    return null
  } catch (error) {
    if (error instanceof HeapError) return error
    throw error
  }
}
