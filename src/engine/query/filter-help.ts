import type { Field, FilterTable } from '../model/filter-fields.ts'

/** One field as help shows it. */
export interface FieldHelp {
  readonly names: readonly string[]
  /** What may stand behind the colon. */
  readonly values: string
  readonly help: string
  readonly example: string
}

/** One rule of the language. */
export interface SyntaxHelp {
  readonly example: string
  readonly help: string
}

const VALUES: Readonly<Record<Field<never>['type'], string>> = {
  text: 'text',
  bytes: 'size',
  count: 'number',
  number: 'number',
  flag: 'yes or no',
  choice: 'one of',
  id: '@id',
  object: '@id',
  path: 'a path',
}

/** What a table can be filtered by, in the order of its fields. */
export function fieldHelp(table: Pick<FilterTable<never>, 'fields'>): readonly FieldHelp[] {
  return table.fields.map((field) => ({
    names: [field.name, ...(field.aliases ?? [])],
    values: field.type === 'choice' ? `${VALUES.choice} ${field.choices.join(', ')}` : VALUES[field.type],
    help: field.help,
    example: field.example,
  }))
}

/** The rules of the language that are the same for every table. */
export const SYNTAX_HELP: readonly SyntaxHelp[] = [
  { example: 'session', help: 'Text is found anywhere in the name, case ignored.' },
  { example: 'session cache', help: 'A space means and.' },
  { example: 'session OR cache', help: 'OR, or | alone, means or; and binds tighter.' },
  { example: '-session', help: 'A minus excludes.' },
  { example: '"two words"', help: String.raw`Quotes keep spaces; \" and \\ stand for " and \.` },
  {
    example: '="Session"',
    help: 'Exactly this text, case kept; behind a field also without quotes, class:=Session.',
  },
  { example: '/^Sess/i', help: 'A regular expression, with its flags.' },
  { example: 'size:>=1k', help: 'Numbers take >, >=, <, <= and =; without any of them they must be equal.' },
  { example: 'size:1k..2MB', help: 'A range; both ends belong to it, and either may be left out.' },
  {
    example: 'size:>1MB',
    help: 'Sizes take k, M, G, T, also written KB or KiB, in steps of 1,024 as they are shown; other numbers take k, M, G, T in steps of 1,000.',
  },
  { example: 'kind:string,array', help: 'A comma between words or ids means or.' },
]
