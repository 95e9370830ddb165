import { useState } from 'react'
import type { Term } from '#engine/model/selection-rows.ts'
import { useIsPython } from '../state/family.ts'
import { useLongAnswer } from '../state/use-answer.ts'
import { Button } from '../ui/Button.tsx'
import { ByteText } from '../ui/ByteText.tsx'
import { formatCountOf } from '../ui/format.ts'
import styles from './SelectionBar.module.css'

const ABOUT =
  'Everything that they lead to, themselves included, each object once, whether others hold it too or not'

/** The deep size of a selection of a Python heap, once one asks for it: it may take a walk through most of the heap. */
export function DeepFigure({ terms }: { readonly terms: readonly Term[] }) {
  const isPython = useIsPython()
  const [asked, setAsked] = useState(false)
  if (!isPython) return null
  return asked ? (
    <Asked terms={terms} onCancel={() => setAsked(false)} />
  ) : (
    <Button look="text" title={ABOUT} onClick={() => setAsked(true)}>
      Deep size
    </Button>
  )
}

interface AskedProps {
  readonly terms: readonly Term[]
  /** The walk ends with this component. */
  readonly onCancel: () => void
}

function Asked({ terms, onCancel }: AskedProps) {
  const { value, error, fraction } = useLongAnswer('selectedDeepSize', terms)
  if (error) return <span role="status">Deep size: {error.message}</span>
  if (!value) {
    return (
      <span className={styles['deep']}>
        <span role="status">Adding up all they lead to…</span>
        {fraction === null ? null : (
          <span title="Of all objects of the heap, as far as they have been reached">
            {Math.floor(fraction * 100)}%
          </span>
        )}
        <Button look="text" onClick={onCancel}>
          Cancel
        </Button>
      </span>
    )
  }
  return (
    <span
      className={styles['deep']}
      role="status"
      title={`${ABOUT}: ${formatCountOf(value.count, 'object')}`}
    >
      <span>
        <ByteText value={value.bytes} /> deep
      </span>
    </span>
  )
}
