import type { Words } from '#engine/model/words.ts'

/** `unjudged`: nothing can be said, since the base or something of the capture is missing. */
export type Verdict = 'kept' | 'broken' | 'unjudged'

/** What one rule of a budget says of a heap. */
export interface Judgement {
  /** The way to it in the budget: `total`, `classes.Session.objects`. */
  readonly rule: string
  readonly verdict: Verdict
  /** What was found, or why nothing can be said. */
  readonly found: Words
  /** What the rule allows, as a clause: `at most 120 MiB`. */
  readonly limit: Words
  /** What holds the most of what is too much, as a path: null where nothing is, or none is known. */
  readonly owner: string | null
  /** What was compared, in bytes or objects; null where that is no number. */
  readonly figures: Figures | null
}

export interface Figures {
  readonly unit: 'bytes' | 'objects'
  readonly found: number
  readonly limit: number
}

/** All that a budget says of a heap. */
export interface Judged {
  /** The capture, and the base: null where there is none. */
  readonly file: string
  readonly base: string | null
  /** In the order of the budget. */
  readonly judgements: readonly Judgement[]
}

export function countOf({ judgements }: Judged, verdict: Verdict): number {
  return judgements.filter((judgement) => judgement.verdict === verdict).length
}
