import { useEffect } from 'react'
import { useHeap } from '../state/heap-store.ts'

/** Keeps the title of the tab in step: what is open, and while it opens how far that has come. */
export function useTitle(): void {
  const name = useHeap((heap) => heap.file?.name ?? null)
  const percent = useHeap((heap) =>
    heap.status === 'opening' ? Math.floor((heap.loading?.fraction ?? 0) * 100) : null,
  )
  useEffect(() => {
    const what = [percent === null ? null : `${percent}%`, name].filter(Boolean).join(' ')
    document.title = what ? `${what} – Heapscope` : 'Heapscope'
  }, [name, percent])
}
