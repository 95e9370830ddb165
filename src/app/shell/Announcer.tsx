import { useHeap, type HeapState } from '../state/heap-store.ts'
import styles from './Announcer.module.css'
import { PHASE_WORDS } from './phase-words.ts'

/** Says to screen readers how far opening has come: each phase once, and when what is ready. */
export function Announcer() {
  const text = useHeap(announcement)
  return (
    <p role="status" className={styles['unseen']}>
      {text}
    </p>
  )
}

function announcement({ status, loading, shallowOnly }: HeapState): string {
  if (status === 'opening') return loading?.current ? PHASE_WORDS[loading.current.phase] : 'Opening the file'
  if (shallowOnly) return status === 'ready' ? 'The lists are ready, by shallow size only' : ''
  if (status === 'early') return 'The first lists are ready; references are still being read'
  if (status === 'parsed') return 'The lists are ready; retained sizes are being computed'
  if (status === 'totals') return 'The classes are ready; objects are still being read'
  return status === 'ready' ? 'Retained sizes are ready' : ''
}
