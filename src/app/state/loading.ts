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
  ['read', 30],
  ['shallow sizes', 12],
  ['classes', 14],
  ['distances', 28],
  ['edges', 2],
  ['retainers', 2],
  ['dominators', 7],
  ['retained sizes', 5],
]

/** Before this share of the whole is done, a guess at the rest would be noise. */
const ENOUGH_TO_GUESS = 0.08

/** What there is to do where references are left out. */
const WITHOUT_REFERENCES: ReadonlySet<Phase> = new Set(['read', 'shallow sizes', 'classes'])

/** Nothing is done yet. */
export function startOfLoading(shallowOnly = false): Loading {
  const phases = SHARES.filter(([name]) => !shallowOnly || WITHOUT_REFERENCES.has(name))
  return {
    phases: phases.map(([name]) => ({ name, state: 'waiting' })),
    current: null,
    fraction: 0,
    remainingMs: null,
  }
}

/** The state after a report: phases before the reported one are done, whatever order they came in. */
export function advance(loading: Loading, progress: Progress, elapsedMs: number): Loading {
  const names = loading.phases.map(({ name }) => name)
  const at = names.indexOf(progress.phase)
  if (at < 0) return loading
  const inPhase = progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0
  const done = sharesOf(names.slice(0, at)) + sharesOf([progress.phase]) * inPhase
  const fraction = Math.max(loading.fraction, done / sharesOf(names))
  return {
    phases: names.map((name, index) => ({
      name,
      state: index < at ? 'done' : index > at ? 'waiting' : inPhase === 1 ? 'done' : 'running',
    })),
    current: progress,
    fraction,
    remainingMs: fraction < ENOUGH_TO_GUESS ? null : (elapsedMs / fraction) * (1 - fraction),
  }
}

function sharesOf(phases: readonly Phase[]): number {
  return SHARES.reduce((sum, [name, share]) => (phases.includes(name) ? sum + share : sum), 0)
}
