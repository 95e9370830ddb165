import { useHeap } from './heap-store.ts'

/** Whether the capture that is shown is of a Python process: then the page speaks Python. */
export function useIsPython(): boolean {
  return useHeap(({ family }) => family === 'cpython')
}
