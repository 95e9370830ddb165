import type { NodeRow, SourcePosition } from './rows.ts'
import type { Family } from './snapshot.ts'
import type { Words } from './words.ts'

/** What is wrong with a heap, as rows. Sizes are adjusted bytes. */

/** From the worst to what is merely worth knowing. */
export const SEVERITIES = ['serious', 'warning', 'note'] as const
export type Severity = (typeof SEVERITIES)[number]

/** How far the capture proves it. `possible`: it may well be as it should be, and one capture cannot tell. */
export type ConfidenceLevel = 'sure' | 'likely' | 'possible'

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
  /** Objects that are new, and their shallow sizes. */
  readonly count: number
  readonly shallowSize: number
  /**
   * By how much more the finding's object retains than in the base, which what came and went in its place does not change;
   * null where the evidence does not hang from it alone, or the base has no such object.
   */
  readonly retained: number | null
}

/** Whose code it is: the program's, a library's, or the engine's with what comes with it. */
export type Whose = 'own' | 'library' | 'runtime'

/** What a node on a path is to the program that it belongs to. */
export const ROLES = [
  'root',
  'global',
  'module',
  'class',
  'function',
  'container',
  'engine',
  'object',
] as const
export type Role = (typeof ROLES)[number]

/** One step of the path to a finding's object. */
export interface RoleStep {
  /** The reference that leads here, as a program would write it, or what the root is called. */
  readonly text: string
  readonly className: string
  readonly id: number
  readonly role: Role
  /** Null where the capture does not say. */
  readonly whose: Whose | null
  /** Whether every path comes through here: without the reference that leads here, all would be freed. */
  readonly dominator: boolean
  /**
   * Whether this reference is where life went on too long: it leads from what lives as long as the program to what need
   * not. One step at most.
   */
  readonly faulty: boolean
}

/** The nearest thing of the program's own code above a finding. */
export interface OwnCode {
  readonly name: string
  readonly id: number
  readonly source: SourcePosition | null
}

/** A finding as it is told apart from those of other captures. */
export type KnownFinding = Pick<
  FindingRow,
  'key' | 'fingerprint' | 'rule' | 'severity' | 'title' | 'owner' | 'count' | 'retained' | 'saving' | 'whose'
>

/** How a finding of the last of several captures came to be what it is. `growing`: more in each capture than in the one before, over three captures or more. */
export type Course = 'growing' | 'new' | 'grown' | 'same' | 'shrunk'

export interface FindingCourse {
  readonly key: string
  readonly course: Course
  /** By capture, in their order: the bytes it is ranked by, or null where it was not found. */
  readonly bytes: readonly (number | null)[]
}

/** What became of findings over several captures. */
export interface ComparedFindings {
  /** Of those in the last capture, growing ones first, then as ranked. */
  readonly now: readonly FindingCourse[]
  /** Those of earlier captures that the last one has no more. */
  readonly fixed: readonly KnownFinding[]
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
  /** That path step by step, from the root; empty where there is none. A long one is told by its beginning and its end. */
  readonly path: readonly RoleStep[]
  /** Steps that are left out, and after how many they would stand. */
  readonly skipped: { readonly count: number; readonly after: number }
  /** Whose code the finding belongs to: of the last step of the path of which that is known. */
  readonly whose: Whose | null
  /** The last thing on the path that is the program's own code; null where there is none. */
  readonly own: OwnCode | null
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

/** The families that have objects. */
export type HeapFamily = Extract<Family, 'v8' | 'cpython'>

/** A rule as it is offered. */
export interface RuleRow {
  readonly name: string
  readonly title: string
  /** What it looks for, in a sentence. */
  readonly about: string
  /** Null where it is for heaps of any family. */
  readonly family: HeapFamily | null
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

/** A finding that somebody looked at and wants no more to hear of. */
export interface MutedFinding {
  /** Of the finding. */
  readonly key: string
  readonly reason: string
  /** Milliseconds since 1970. */
  readonly when: number
}
