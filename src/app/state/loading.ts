import type { Phase, Progress } from '#engine/base/task.ts'

export interface LoadingPhase {
  readonly name: Phase
  readonly state: 'waiting' | 'running' | 'done'
}

/** How far opening a capture has come. */
export interface Loading {
  /** All phases in their order. */
  readonly phases: readonly LoadingPhase[]
  readonly current: Progress | null
  /** Of the whole, 0 to 1; never goes back. */
  readonly fraction: number
  /** An estimate, from the pace so far; null while too little is known. */
  readonly remainingMs: number | null
}

/** Each phase's usual share of the whole time, in percent, in the order they run. */
const SHARES: readonly (readonly [Phase, number])[] = [
  ['read', 40],
  ['shallow sizes', 6],
  ['classes', 17],
  ['distances', 6],
  ['edges', 6],
  ['dominators', 15],
  ['retained sizes', 1],
  ['retainers', 9],
]

/** Before this share of the whole is done, a guess at the rest would be noise. */
const ENOUGH_TO_GUESS = 0.08

export const START_OF_LOADING: Loading = {
  phases: SHARES.map(([name]) => ({ name, state: 'waiting' })),
  current: null,
  fraction: 0,
  remainingMs: null,
}

/** The state after a report: phases before the reported one are done, whatever order they came in. */
export function advance(loading: Loading, progress: Progress, elapsedMs: number): Loading {
  const at = SHARES.findIndex(([name]) => name === progress.phase)
  if (at < 0) return loading
  const inPhase = progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0
  const before = SHARES.slice(0, at).reduce((sum, [, share]) => sum + share, 0)
  const fraction = Math.max(loading.fraction, (before + (SHARES[at]?.[1] ?? 0) * inPhase) / 100)
  return {
    phases: SHARES.map(([name], index) => ({
      name,
      state: index < at ? 'done' : index > at ? 'waiting' : inPhase === 1 ? 'done' : 'running',
    })),
    current: progress,
    fraction,
    remainingMs: fraction < ENOUGH_TO_GUESS ? null : (elapsedMs / fraction) * (1 - fraction),
  }
}
