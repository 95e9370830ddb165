import { Check, Circle, CircleDot } from 'lucide-react'
import type { LoadingPhase } from '../state/loading.ts'
import { startOfLoading } from '../state/loading.ts'
import { runCommand } from '../commands/commands.ts'
import { useHeap } from '../state/heap-store.ts'
import { Button } from '../ui/Button.tsx'
import { Bytes } from '../ui/Bytes.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { durationText } from './age-text.ts'
import styles from './Loading.module.css'
import { PageTools } from './PageTools.tsx'
import { PHASE_WORDS } from './phase-words.ts'
import { Wordmark } from './Wordmark.tsx'

const START = startOfLoading()
const ICONS = { done: Check, running: CircleDot, waiting: Circle }

/** A capture is being read: how far, how long still, and the way out. */
export function Loading() {
  const file = useHeap((heap) => heap.file)
  const loading = useHeap((heap) => heap.loading) ?? START
  const percent = Math.floor(loading.fraction * 100)
  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <Wordmark />
        <PageTools />
      </header>
      <main className={styles['main']}>
        <h1 className={styles['title']}>
          Opening <bdi>{file?.name}</bdi>{' '}
          {file?.size ? (
            <span className={styles['size']}>
              <Bytes value={file.size} />
            </span>
          ) : null}
        </h1>
        <ProgressBar label="Opening" fraction={loading.fraction} />
        <div className={styles['figures']}>
          <span>{percent}%</span>
          <span>
            {loading.remainingMs === null ? '' : `${durationText(loading.remainingMs)} left (estimate)`}
          </span>
        </div>
        <ol className={styles['phases']}>
          {loading.phases.map((phase) => (
            <PhaseLine key={phase.name} phase={phase} />
          ))}
        </ol>
        <Button onClick={() => runCommand('cancel')}>Cancel</Button>
      </main>
    </div>
  )
}

function PhaseLine({ phase: { name, state } }: { readonly phase: LoadingPhase }) {
  const Icon = ICONS[state]
  return (
    <li data-state={state} aria-current={state === 'running' ? 'step' : undefined}>
      <Icon role="img" aria-label={state} size={14} />
      {PHASE_WORDS[name]}
    </li>
  )
}
