import { Undo2, X } from 'lucide-react'
import type { Removed } from '#engine/model/retainer-rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { setWithout, type WithoutStep } from '#app/state/without.ts'
import { Button } from '#app/ui/Button.tsx'
import { ByteText } from '#app/ui/ByteText.tsx'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import { stepText } from './step-text.ts'
import styles from './RetainersView.module.css'

interface RemovalsProps {
  readonly terms: readonly Term[]
  readonly steps: readonly WithoutStep[]
  readonly removed: Removed
}

/** What is taken out, what that frees, and the ways back. */
export function Removals({ terms, steps, removed }: RemovalsProps) {
  if (steps.length === 0) return null
  return (
    <section className={styles['removals']} aria-label="What is taken out">
      <Freed terms={terms} removed={removed} />
      <ol className={styles['steps']}>
        {steps.map((step, i) => (
          <li key={JSON.stringify(step)} className={styles['step']}>
            <bdi dir="ltr" title={stepText(step)}>
              {stepText(step)}
            </bdi>
            <Button
              look="icon"
              className={styles['drop']}
              aria-label={`Restore ${stepText(step)}`}
              onClick={() => setWithout(steps.filter((_, at) => at !== i))}
            >
              <X aria-hidden="true" size={12} />
            </Button>
          </li>
        ))}
      </ol>
      <span className={styles['ways']}>
        <Button onClick={() => setWithout(steps.slice(0, -1))}>
          <Undo2 aria-hidden="true" size={13} />
          Undo
        </Button>
        <Button onClick={() => setWithout([])}>Restore all</Button>
      </span>
    </section>
  )
}

function Freed({ terms, removed }: Omit<RemovalsProps, 'steps'>) {
  const { value, error, pending } = useAnswer('whatIf', terms, removed)
  if (error) return <p className={styles['freed']}>What is freed cannot be told: {error.message}</p>
  if (!value) {
    return (
      <p role="status" className={styles['freed']}>
        Marking what is left…
      </p>
    )
  }
  const { freed, freedOfSelection, selected, cutEdges, ignoredNodes } = value
  const missing = [...cutEdges, ...ignoredNodes].filter((count) => count === 0).length
  return (
    <p role="status" aria-busy={pending} className={styles['freed']}>
      <strong>
        <ByteText value={freed.bytes} /> freed
      </strong>{' '}
      in {formatCountOf(freed.count, 'object')}; of the selection {formatCount(freedOfSelection.count)} of{' '}
      {formatCount(selected.count)}
      {missing > 0 ? `; ${formatCount(missing)} of these steps finds nothing in this heap` : ''}
    </p>
  )
}
