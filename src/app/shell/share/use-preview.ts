import { useEffect, useState } from 'react'
import { packables, type Packable } from '../../state/packables.ts'
import { previewsOf, type PreviewSums, sharedKeys, sumsOf } from '../../state/redaction.ts'
import { messageOf } from '../../ui/message-of.ts'

export type Preview =
  | { readonly state: 'looking' }
  | {
      readonly state: 'known'
      readonly captures: readonly Packable[]
      readonly keys: Uint32Array | null
      readonly sums: PreviewSums
    }
  | { readonly state: 'failed'; readonly message: string }

/** What would go of the captures looked at, and what would not. */
export function usePreview(): Preview {
  const [preview, setPreview] = useState<Preview>({ state: 'looking' })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const look = async () => {
      try {
        const captures = packables()
        const keys = await sharedKeys(captures, signal)
        const sums = sumsOf(await previewsOf(captures, keys, signal))
        if (!signal.aborted) setPreview({ state: 'known', captures, keys, sums })
      } catch (error) {
        if (!signal.aborted) setPreview({ state: 'failed', message: messageOf(error) })
      }
    }
    void look()
    return () => controller.abort()
  }, [])
  return preview
}
