import type { NodeRow } from './rows.ts'
import type { Family } from './snapshot.ts'
import type { Words } from './words.ts'

/** What is wrong with a heap, as rows. Sizes are adjusted bytes. */

/** From the worst to what is merely worth knowing. */
export const SEVERITIES = ['serious', 'warning', 'note'] as const
export type Severity = (typeof SEVERITIES)[number]

/** How far the capture proves it. `possible`: it may well be as it should be, and one capture cannot tell. */
export const CONFIDENCES = ['sure', 'likely', 'possible'] as const
export type ConfidenceLevel = (typeof CONFIDENCES)[number]

export interface Confidence {
  readonly level: ConfidenceLevel
  /** A clause that follows “since”. */
  readonly reason: Words
}

/** What a cure would free. */
export interface Saving {
  readonly bytes: number
  /** Whether the figure is more than a sum of what is there. */
  readonly estimate: boolean
  /** How the figure comes about, as a clause. */
  readonly method: Words
}

/** Objects of one class among the evidence. */
export interface EvidenceClass {
  readonly name: string
  readonly count: number
  readonly shallowSize: number
}

/** What the evidence has that a base has not. */
export interface EvidenceGrowth {
  readonly count: number
  readonly shallowSize: number
}

/** One thing that one rule found. */
export interface FindingRow {
  /** Names it: the rule, a slash and the fingerprint. */
  readonly key: string
  /** Of the rule, the owner and the class of what it is about: the same in other captures, builds and on other machines. */
  readonly fingerprint: string
  readonly rule: string
  readonly severity: Severity
  /** One line that stands alone. */
  readonly title: Words
  /** What was seen, in a sentence or two. */
  readonly facts: Words
  readonly cure: Words
  readonly confidence: Confidence
  /** `Class.field`, `module.variable` or what else holds it. */
  readonly owner: string
  /** The path to `object` as a program would write it; null where no path leads there. */
  readonly reference: string | null
  /** The object that all hangs from. */
  readonly object: NodeRow
  /** How many objects are the evidence. */
  readonly count: number
  /** Bytes that go with the evidence. */
  readonly retained: number
  /** Null where nothing is to be saved, or nobody can say how much. */
  readonly saving: Saving | null
  /** Null where the heap stands alone. */
  readonly growth: EvidenceGrowth | null
  /** The largest classes of the evidence. */
  readonly classes: readonly EvidenceClass[]
  /** How many further classes there are. */
  readonly moreClasses: number
  /** The filter that finds the evidence. */
  readonly query: string
}

/** A rule as it is offered. */
export interface RuleRow {
  readonly name: string
  readonly title: string
  /** What it looks for, in a sentence. */
  readonly about: string
  /** Null where it is for heaps of any family. */
  readonly family: Family | null
}

/** What one finding would save that no finding before it saves already. */
export interface WasteRow {
  readonly key: string
  readonly rule: string
  readonly owner: string
  /** What the finding says that it saves. */
  readonly claimed: number
  /** Of that, what findings before it have claimed of the same objects. */
  readonly overlapping: number
  /** The rest; all rows together are no more than the heap. */
  readonly counted: number
  /** The key of the finding that most of the overlap is with; null where there is none. */
  readonly overlapsWith: string | null
}
