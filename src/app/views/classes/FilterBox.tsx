import { X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { Button } from '#app/ui/Button.tsx'
import styles from './ClassesView.module.css'

interface FilterBoxProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** How many pass, in words. */
  readonly outcome: string
  /** Why the filter cannot be used, or null. */
  readonly problem: string | null
}

/** Typing should not ask the engine at every key. */
const PAUSE_MS = 120

/** Text or /regular expression/. What is typed is shown at once and applied after a breath. */
export function FilterBox({ value, onChange, outcome, problem }: FilterBoxProps) {
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
          placeholder="Filter classes: text or /regex/"
          aria-label="Filter classes"
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
    </div>
  )
}
