import { useAnswer } from './use-answer.ts'

/** Whether the capture that is shown is of a Python process: then the page speaks Python. */
export function useIsPython(): boolean {
  return useAnswer('summary').value?.family === 'cpython'
}
