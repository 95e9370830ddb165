import { useHeap } from '../state/heap-store.ts'

/**
 * Changes whenever the same question may have a new answer: another capture, or more has become known.
 * For callbacks that ask and must be made anew then.
 */
export function useAskKey(): string {
  return useHeap((heap) => `${heap.capture} ${heap.status}`)
}
