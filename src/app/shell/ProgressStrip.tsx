import { runCommand } from '../commands/commands.ts'
import { useHeap } from '../state/heap-store.ts'
import { Button } from '../ui/Button.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { durationText } from './age-text.ts'
import { PHASE_WORDS } from './phase-words.ts'
import styles from './ProgressStrip.module.css'

/**
 * While the lists are there already and the rest is still computed: how far that is, and the way out. At the bottom,
 * so that nothing one reads moves when it goes.
 */
export function ProgressStrip() {
  const status = useHeap((heap) => heap.status)
  const loading = useHeap((heap) => heap.loading)
  if ((status !== 'early' && status !== 'parsed') || !loading) return null
  const percent = Math.floor(loading.fraction * 100)
  const left = loading.remainingMs === null ? null : `${durationText(loading.remainingMs)} left (estimate)`
  return (
    <div className={styles['strip']}>
      <div className={styles['edge']}>
        <ProgressBar
          thin
          label={status === 'early' ? 'Reading references' : 'Computing retained sizes'}
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
