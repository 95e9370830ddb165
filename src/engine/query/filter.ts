import type { TextSpan } from '../base/error.ts'

/** A parsed filter: what passes one of the alternatives passes. None at all lets everything pass. */
export interface Filter {
  readonly text: string
  readonly alternatives: readonly (readonly Term[])[]
}

/** One condition. Within an alternative all of them must hold. */
export interface Term {
  /** Null for words without a field, which are looked for in the table's own texts. */
  readonly field: string | null
  readonly negated: boolean
  readonly value: Value
  /** Where the value stands in the text, or the whole term where it has no field. */
  readonly at: TextSpan
}

/** What an entry's value is compared with. */
export type Value =
  | { readonly form: 'contains' | 'exact'; readonly text: string }
  | { readonly form: 'regex'; readonly source: string; readonly flags: string }
  | NumberRange
  | { readonly form: 'flag'; readonly wanted: boolean }
  | { readonly form: 'path'; readonly text: string }
  | { readonly form: 'words'; readonly words: readonly PlacedText[] }
  | { readonly form: 'ids'; readonly ids: readonly { readonly id: number; readonly at: TextSpan }[] }

/** Numbers from `low` to `high`; both belong to it unless they are said to be open. `lacking`: those without a value. */
export type NumberRange =
  | {
      readonly form: 'range'
      readonly low: number
      readonly high: number
      readonly lowOpen: boolean
      readonly highOpen: boolean
    }
  | { readonly form: 'lacking' }

/** A stretch of the filter's text. */
export interface PlacedText {
  readonly text: string
  readonly at: TextSpan
}
