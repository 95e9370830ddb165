import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import styles from './CaptureList.module.css'

interface ClearAllProps {
  readonly count: number
  readonly onClear: () => void
}

/** Deletes all analyses, once asked again: the files they were made from may be gone. */
export function ClearAll({ count, onClear }: ClearAllProps) {
  /** Null until it was asked for. */
  const [asking, setAsking] = useState<boolean | null>(null)
  const group = useRef<HTMLSpanElement>(null)
  // The button that had the focus is replaced.
  useEffect(() => {
    if (asking !== null) group.current?.querySelector('button')?.focus()
  }, [asking])
  return (
    <span
      ref={group}
      role="group"
      aria-label="Clear all analyses"
      className={styles['ask']}
      onKeyDown={({ key }) => {
        if (key === 'Escape' && asking) setAsking(false)
      }}
    >
      {asking ? (
        <>
          <Button look="text" onClick={onClear}>
            {count === 1 ? 'Delete it' : `Delete all ${count}`}
          </Button>
          <Button look="text" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </>
      ) : (
        <Button look="text" onClick={() => setAsking(true)}>
          Clear all
        </Button>
      )}
    </span>
  )
}
