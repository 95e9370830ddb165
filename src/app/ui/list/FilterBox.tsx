import { X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../Button.tsx'
import styles from './ListView.module.css'

interface FilterBoxProps {
  /** What it does: `Filter classes`. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** How many pass, in words. */
  readonly outcome: string
  /** Why the filter cannot be used, or null. */
  readonly problem: string | null
  /** Further controls, at the end of the line. */
  readonly children?: ReactNode
}

/** Typing should not ask the engine at every key. */
const PAUSE_MS = 120

/** Text or /regular expression/. What is typed is shown at once and applied after a breath. */
export function FilterBox({ label, value, onChange, outcome, problem, children }: FilterBoxProps) {
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
  useEffect(() => {
    if (typed === applied) return undefined
    const timer = setTimeout(() => {
      setApplied(typed)
      apply.current(typed)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, applied])
  return (
    <div className={styles['bar']} role="search">
      <span className={styles['box']}>
        <input
          type="text"
          className={styles['filter']}
          value={typed}
          placeholder={`${label}: text or /regex/`}
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={note}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && typed !== '') {
              event.stopPropagation()
              setTyped('')
            }
          }}
        />
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
      </span>
      <span id={note} role="status" className={problem ? styles['problem'] : styles['outcome']}>
        {problem ?? outcome}
      </span>
      {children ? <span className={styles['tools']}>{children}</span> : null}
    </div>
  )
}
