import type { Summary } from '#engine/model/rows.ts'
import { useHeap } from '../state/heap-store.ts'
import type { HeapStatus } from '../state/open-capture.ts'
import { useAnswer } from '../state/use-answer.ts'
import { formatBytes, formatCountOf } from '../ui/format.ts'
import { WITHOUT_OBJECTS } from '../state/without-objects.ts'
import { KeepingNote } from './KeepingNote.tsx'
import styles from './StatusBar.module.css'

/** The capture in figures, how far the analysis is, and whether a reload would bring the capture back. */
export function StatusBar() {
  const status = useHeap((heap) => heap.status)
  const openedMs = useHeap((heap) => heap.openedMs)
  const { value } = useAnswer('summary')
  return (
    <footer className={styles['bar']} aria-label="About this capture">
      <p className={styles['facts']}>
        {value
          ? factsOf(value, status, openedMs).map(({ text, minor }) => (
              <span key={text} className={minor ? styles['minor'] : undefined}>
                {text}
              </span>
            ))
          : null}
      </p>
      <KeepingNote />
    </footer>
  )
}

interface Fact {
  readonly text: string
  /** Left out where there is little room. */
  readonly minor?: boolean
}

function factsOf(summary: Summary, status: HeapStatus, openedMs: number | null): readonly Fact[] {
  const took = openedMs === null ? [] : [{ text: `opened in ${(openedMs / 1000).toFixed(1)} s`, minor: true }]
  if (summary.holds !== 'objects') return [{ text: WITHOUT_OBJECTS[summary.holds].noun }, ...took]
  return [
    { text: formatCountOf(summary.nodes, 'node') },
    { text: formatCountOf(summary.edges, 'edge'), minor: true },
    { text: formatBytes(summary.shallowSize) },
    ...took,
    ...(summary.redacted ? [{ text: 'values left out' }] : []),
    { text: stageText(summary, status) },
  ]
}

function stageText({ stage }: Summary, status: HeapStatus): string {
  if (stage === 'early') return 'references being read'
  if (stage === 'shallow') return 'shallow sizes only'
  if (status === 'totals') return 'objects being read'
  return status === 'ready' ? 'retained sizes ready' : 'retained sizes being computed'
}
