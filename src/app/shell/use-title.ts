import { useEffect } from 'react'
import { embedStore } from '../state/embedding.ts'
import { useHeap } from '../state/heap-store.ts'
import { useDownload, useUrls } from '../state/url-store.ts'

/** Keeps the title of the tab in step: what is open, and while it opens how far that has come. */
export function useTitle(): void {
  const name = useHeap((heap) => heap.file?.name ?? null)
  const opened = useHeap((heap) =>
    heap.status === 'opening' ? Math.floor((heap.loading?.fraction ?? 0) * 100) : null,
  )
  const isLoading = useUrls(({ asking }) => asking.length > 0)
  const isHandedIn = embedStore(({ asking }) => asking !== null)
  const question = isHandedIn ? 'Open a capture?' : isLoading ? 'Load a capture?' : null
  const download = useDownload()
  const percent = download?.total ? Math.floor((download.done / download.total) * 100) : opened
  useEffect(() => {
    if (question) {
      document.title = `${question} – Heapscope`
      return
    }
    const what = [percent === null ? null : `${percent}%`, name].filter(Boolean).join(' ')
    document.title = what ? `${what} – Heapscope` : 'Heapscope'
  }, [name, percent, question])
}
