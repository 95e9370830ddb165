import type { Summary } from '#engine/model/rows.ts'
import { useHeap, type HeapStatus } from '../state/heap-store.ts'
import { useRecent, type Keeping } from '../state/recent-store.ts'
import { useAnswer } from '../state/use-answer.ts'
import { formatBytes, formatCountOf } from '../ui/format.ts'
import styles from './StatusBar.module.css'

/** The capture in figures, and how far the analysis is. */
export function StatusBar() {
  const status = useHeap((heap) => heap.status)
  const openedMs = useHeap((heap) => heap.openedMs)
  const keeping = useRecent((recent) => recent.keeping)
  const { value } = useAnswer('summary')
  return (
    <footer className={styles['bar']} aria-label="About this capture">
      {value ? <p className={styles['facts']}>{factsOf(value, status, openedMs).join(' · ')}</p> : null}
      <p className={styles['kept']} aria-live="polite">
        {keptText(keeping)}
      </p>
    </footer>
  )
}

function factsOf(summary: Summary, status: HeapStatus, openedMs: number | null): readonly string[] {
  return [
    formatCountOf(summary.nodes, 'node'),
    formatCountOf(summary.edges, 'edge'),
    formatBytes(summary.shallowSize),
    ...(openedMs === null ? [] : [`opened in ${(openedMs / 1000).toFixed(1)} s`]),
    status === 'ready' ? 'retained sizes ready' : 'retained sizes being computed',
  ]
}

function keptText(keeping: Keeping | null): string {
  if (keeping?.state === 'copying') return 'Copying the file into this browser…'
  if (keeping?.state === 'kept') return 'Kept in this browser'
  if (keeping?.state === 'refused') return `Not kept after a reload: ${keeping.why}`
  return ''
}
