/** Rows about what a redacted container would hold: for who is about to share one. */

export type ValueKind = 'strings' | 'joined strings' | 'regular expressions' | 'numbers' | 'symbols'

/** Values of one kind, of which only length and equality would go. */
export interface ReplacedValues {
  readonly kind: ValueKind
  /** Nodes whose text is replaced. */
  readonly count: number
  /** Their sizes together, as the file states them. */
  readonly bytes: number
}

export interface RedactionCounts {
  readonly values: readonly ReplacedValues[]
  /** Names of elements that lose their attributes. */
  readonly elements: number
  /** Names and addresses of scripts and pages that lose a query, fragment, user or content. */
  readonly urls: number
  /** Names that are taken as keys, and so as values, and properties of objects that are called so. */
  readonly keys: { readonly names: number; readonly uses: number }
  /** The same of names that go as they are. */
  readonly properties: { readonly names: number; readonly uses: number }
  /** Different names of classes, functions and variables that go, and files. */
  readonly classes: number
  readonly functions: number
  readonly variables: number
  readonly files: number
  /** Command lines and lines of source, which do not go. */
  readonly lines: number
  /** Strings that nothing uses, which do not go. */
  readonly unused: number
}

export type RedactionNameColumn = 'telling' | 'name' | 'uses' | 'length'

/** A name as it stands in the capture: of what is taken as a key, of a property that goes, or of a file. */
export interface RedactionNameRow {
  readonly name: string
  /** Objects that have such a property; of a file, names in which it stands. */
  readonly uses: number
  /** What would go: the name, what is left of it, or its placeholder. */
  readonly left: string
  /** The id of an object that has it; null where none has. */
  readonly example: number | null
}

/** Which names a list is of. */
export type RedactionList = 'keys' | 'properties' | 'files'
