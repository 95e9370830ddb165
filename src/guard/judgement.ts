/** What one rule of a budget says of a heap. */
export interface Judgement {
  /** As the budget names it: `total`, `class Session`, `growth`. */
  readonly rule: string
  readonly kept: boolean
  /** What it allows and what was found, in words: `120 MB`, `at most 1,000 objects`. */
  readonly limit: string
  readonly found: string
  /** What holds the most of what is too much, as a path: null where nothing is, or none is known. */
  readonly owner: string | null
}
