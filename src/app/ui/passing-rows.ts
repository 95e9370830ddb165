import type { Folded } from '#engine/model/rows.ts'

interface FoldedLevel {
  readonly total: number
  readonly last?: { readonly kind: string; readonly folded?: Folded } | null
}

/** How many rows of a level pass its filter, folded ones included. */
export function passingRows(level: FoldedLevel | null): number {
  return level ? level.total + (level.last?.folded?.count ?? 0) : 0
}
