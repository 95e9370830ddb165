import type { Field, FilterTable } from '../model/filter-fields.ts'

/** Something that could be typed next. */
export interface Completion {
  /** The whole text with it. */
  readonly text: string
  /** Where the cursor stands then. */
  readonly cursor: number
  /** What is offered. */
  readonly label: string
  /** What it means. */
  readonly help: string
}

/** What could be typed at one place of a filter. */
export interface Completions {
  readonly items: readonly Completion[]
  /** Where a class's name is being typed: its beginning, and how to put a name there. */
  readonly className: { readonly begun: string; readonly complete: (name: string) => Completion } | null
}

const NOTHING: Completions = { items: [], className: null }

/**
 * What could be typed at `cursor` in a filter: names of fields, words of a choice, yes and no. Within quotes and regular
 * expressions nothing is offered.
 */
export function completeFilter(
  text: string,
  cursor: number,
  table: Pick<FilterTable<never>, 'fields'>,
): Completions {
  const start = wordStart(text, cursor)
  const [, minus, word] = /^(-?)(.*)$/s.exec(text.slice(start, cursor))!
  const from = start + minus!.length
  const put = completer(text, cursor)
  const colon = word!.indexOf(':')
  if (colon === -1)
    return word === '' ? NOTHING : { items: fieldNames(word!, table, from, put), className: null }
  const name = word!.slice(0, colon)
  const field = table.fields.find((one) => one.name === name || one.aliases?.includes(name))
  if (!field) return NOTHING
  const value = word!.slice(colon + 1)
  const at = from + colon + 1
  if (isClass(field)) {
    // After an equals sign too; quotes are added where a name needs them.
    const begun = value.replace(/^=/, '')
    if (/^["/]/.test(begun)) return NOTHING
    return {
      items: [],
      className: { begun, complete: (one) => put(at, `="${escaped(one)}"`, one, 'class') },
    }
  }
  return { items: words(field, value, at, put), className: null }
}

type Put = (from: number, inserted: string, label: string, help: string) => Completion

/** Puts a text in the place of what stands between `from` and the cursor. */
function completer(text: string, cursor: number): Put {
  return (from, inserted, label, help) => ({
    text: text.slice(0, from) + inserted + text.slice(cursor),
    cursor: from + inserted.length,
    label,
    help,
  })
}

function fieldNames(
  begun: string,
  { fields }: Pick<FilterTable<never>, 'fields'>,
  from: number,
  put: Put,
): readonly Completion[] {
  const wanted = begun.toLowerCase()
  return fields
    .filter(({ name, aliases }) => [name, ...(aliases ?? [])].some((one) => one.startsWith(wanted)))
    .map(({ name, help }) => put(from, `${name}:`, `${name}:`, help))
}

function words(field: Field<never>, value: string, at: number, put: Put): readonly Completion[] {
  if (field.type === 'flag') {
    return ['yes', 'no']
      .filter((word) => word.startsWith(value) && word !== value)
      .map((word) => put(at, word, word, field.help))
  }
  if (field.type !== 'choice') return []
  const comma = value.lastIndexOf(',') + 1
  const begun = value.slice(comma).toLowerCase()
  const before = new Set(value.slice(0, comma).split(','))
  return field.choices
    .map((word) => word.replaceAll(' ', '-'))
    .filter((word) => word.startsWith(begun) && word !== begun && !before.has(word))
    .map((word) => put(at + comma, word, word, field.name))
}

function isClass({ name, type }: Field<never>): boolean {
  return name === 'class' && type === 'text'
}

function escaped(name: string): string {
  return name.replace(/[\\"]/g, String.raw`\$&`)
}

/** Where the word begins that the cursor stands in; the cursor itself where it stands in quotes. */
function wordStart(text: string, cursor: number): number {
  let start = 0
  let quoted = false
  for (let at = 0; at < cursor; at++) {
    const character = text[at]!
    if (quoted && character === '\\') at++
    else if (character === '"' && (quoted || /[\s:=-]/.test(text[at - 1] ?? ' '))) {
      quoted = !quoted
      start = at + 1
    } else if (!quoted && /\s/.test(character)) start = at + 1
  }
  return quoted ? cursor : start
}
