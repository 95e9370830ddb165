import { runCommand } from '../commands/commands.ts'
import { isOpen, useHeap } from '../state/heap-store.ts'
import { type HeapStatus, isOpening } from '../state/open-capture.ts'
import { Button } from '../ui/Button.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { durationText } from './age-text.ts'
import { PHASE_WORDS } from './phase-words.ts'
import styles from './ProgressStrip.module.css'

const OPENING_WORDS: Readonly<Partial<Record<HeapStatus, string>>> = {
  early: 'Reading references',
  totals: 'Reading objects',
}

/** At the bottom, what takes a while: the rest of opening, or an answer. */
export function ProgressStrip() {
  const opening = useHeap(({ status }) => isOpen(status) && isOpening(status))
  return opening ? <OpeningStrip /> : <AnsweringStrip />
}

/** An answer that takes long: how far it is. Asking something else, or leaving the view, gives it up. */
function AnsweringStrip() {
  const fraction = useHeap((heap) => heap.answering)
  if (fraction === null) return null
  return (
    <div className={styles['strip']}>
      <div className={styles['edge']}>
        <ProgressBar thin label={PHASE_WORDS.answer} fraction={fraction} />
      </div>
      <p className={styles['words']}>
        {PHASE_WORDS.answer} · {Math.floor(fraction * 100)}%
      </p>
    </div>
  )
}

/**
 * While the lists are there already and the rest is still computed: how far that is, and the way out. At the bottom,
 * so that nothing one reads moves when it goes.
 */
function OpeningStrip() {
  const status = useHeap((heap) => heap.status)
  const loading = useHeap((heap) => heap.loading)
  if (!loading) return null
  const percent = Math.floor(loading.fraction * 100)
  const left = loading.remainingMs === null ? null : `${durationText(loading.remainingMs)} left (estimate)`
  return (
    <div className={styles['strip']}>
      <div className={styles['edge']}>
        <ProgressBar
          thin
          label={OPENING_WORDS[status] ?? 'Computing retained sizes'}
          fraction={loading.fraction}
        />
      </div>
      <p className={styles['words']}>
        {[loading.current ? PHASE_WORDS[loading.current.phase] : null, `${percent}%`, left]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Button look="text" onClick={() => runCommand('cancel')}>
        Cancel
      </Button>
    </div>
  )
}
