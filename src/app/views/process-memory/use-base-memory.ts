import { useEffect, useState } from 'react'
import type { MemoryFigures } from '#engine/model/process-memory-rows.ts'
import { askBase } from '#app/state/base.ts'
import { usePair } from '#app/state/pair-store.ts'

/** The figures of the capture that the shown one is compared with; null without one, or where it says nothing of them. */
export function useBaseMemory(): MemoryFigures | null {
  const pair = usePair()
  const [figures, setFigures] = useState<MemoryFigures | null>(null)
  useEffect(() => {
    let wanted = true
    const settle = (next: MemoryFigures | null) => {
      if (wanted) setFigures(next)
    }
    if (pair.status === 'ready') {
      // A base that cannot answer any more is about to be none.
      askBase('processMemory').then(
        (answer) => settle(answer?.figures ?? null),
        () => settle(null),
      )
    } else settle(null)
    return () => {
      wanted = false
    }
  }, [pair])
  return figures
}
