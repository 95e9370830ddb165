import { idOfText } from '../base/id-text.ts'
import { HeapError } from '../base/error.ts'
import type { FieldType, FilterTable } from '../model/filter-fields.ts'
import { FIELD_NAMES } from './field-names.ts'
import { filterError } from './filter-error.ts'
import type { Filter, PlacedText, Term, Value } from './filter.ts'
import { parseRange } from './numbers.ts'
import { Scanner } from './scanner.ts'

/** Longer ones are made by no person, and by no link that a browser opens. */
const MOST_CHARACTERS = 100_000

/** What a parser knows of a field. */
interface ParsedField {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly type: FieldType
  readonly lacking?: boolean
}

/**
 * Parses what a person typed into a filter box.
 *
 *     class:Session size:>1k -name:/tmp/ OR "two words"
 *
 * A space means and, `OR` or `|` standing alone or, which binds less; a leading `-` negates. Without a known field before
 * a colon, words, texts in quotes and /regular expressions/ are looked for in the table's own texts.
 * @throws HeapError `bad-filter` with `at`, the characters that are wrong
 */
export function parseFilter(text: string, table: Pick<FilterTable<never>, 'rows' | 'fields'>): Filter {
  return new Parser(text, table).parse()
}

/** Whether a filter can be parsed for a table. */
export function isFilterOf(table: Pick<FilterTable<never>, 'rows' | 'fields'>, text: string): boolean {
  try {
    parseFilter(text, table)
    return true
  } catch (error) {
    if (error instanceof HeapError) return false
    throw error
  }
}

class Parser {
  readonly #scanner: Scanner
  readonly #table: Pick<FilterTable<never>, 'rows' | 'fields'>
  readonly #fields = new Map<string, ParsedField>()

  constructor(text: string, table: Pick<FilterTable<never>, 'rows' | 'fields'>) {
    this.#scanner = new Scanner(text)
    this.#table = table
    for (const field of table.fields) {
      for (const name of [field.name, ...(field.aliases ?? [])]) this.#fields.set(name, field)
    }
  }

  parse(): Filter {
    const scanner = this.#scanner
    if (scanner.text.length > MOST_CHARACTERS) {
      const at = { start: MOST_CHARACTERS, end: scanner.text.length }
      this.#fail(at, `it is longer than ${MOST_CHARACTERS.toLocaleString('en-US')} characters.`)
    }
    const alternatives: Term[][] = [[]]
    let bar: PlacedText['at'] | null = null
    for (scanner.skipSpace(); !scanner.isAtEnd; scanner.skipSpace()) {
      const start = scanner.at
      if (scanner.takeAlone('OR') || scanner.takeAlone('|')) {
        const at = { start, end: scanner.at }
        if (alternatives.at(-1)!.length === 0) this.#fail(at, 'nothing stands before this “or”.')
        alternatives.push([])
        bar = at
      } else {
        alternatives.at(-1)!.push(this.#term())
      }
    }
    if (alternatives.at(-1)!.length > 0) return { text: scanner.text, alternatives }
    if (bar) this.#fail(bar, 'nothing stands behind this “or”.')
    return { text: scanner.text, alternatives: [] }
  }

  #term(): Term {
    const scanner = this.#scanner
    const start = scanner.at
    const negated = scanner.take('-')
    if (negated && scanner.isBetweenWords) {
      this.#fail({ start, end: scanner.at }, 'a “-” excludes what follows it, and nothing does.')
    }
    const name = scanner.takeFieldName((word) => this.#fields.has(word) || FIELD_NAMES.has(word))
    if (!name) {
      const value = this.#text(false)
      return { field: null, negated, value, at: { start, end: scanner.at } }
    }
    const field = this.#fields.get(name.text)
    if (!field) this.#fail(name.at, this.#unknownField(name.text))
    if (scanner.isBetweenWords) {
      this.#fail(
        { start: name.at.start, end: scanner.at },
        `something must stand right behind “${name.text}:”.`,
      )
    }
    const from = scanner.at
    const value = this.#value(field)
    return { field: field.name, negated, value, at: { start: from, end: scanner.at } }
  }

  #unknownField(name: string): string {
    const names = this.#table.fields.map((field) => field.name)
    const known = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    return `${this.#table.rows} have no “${name}:” here, but ${known}; put it in quotes to look for the text.`
  }

  #value(field: ParsedField): Value {
    const scanner = this.#scanner
    switch (field.type) {
      case 'text':
        return this.#text(true)
      case 'bytes':
      case 'count':
      case 'number':
        return parseRange(scanner.text, this.#plain(), field.type, field.lacking ?? false)
      case 'flag':
        return this.#flag()
      case 'choice':
        return { form: 'words', words: this.#list() }
      case 'id':
        return { form: 'ids', ids: this.#list().map((item) => this.#id(item)) }
      case 'path':
        this.#scanner.take('=')
        return { form: 'path', text: this.#plain().text }
      case 'object': {
        const id = this.#id(this.#plain())
        return { form: 'ids', ids: [id] }
      }
    }
  }

  /** @param afterField whether `=word` means exactly this word; without a field `=` needs quotes, since texts begin with it */
  #text(afterField: boolean): Value {
    const scanner = this.#scanner
    const regex = scanner.takeRegex()
    if (regex) return { form: 'regex', source: regex.source, flags: regex.flags }
    const quoted = scanner.takeQuoted()
    if (quoted) return { form: 'contains', text: quoted.text }
    const start = scanner.at
    if (scanner.take('=')) {
      const exact = scanner.takeQuoted()
      if (exact) return { form: 'exact', text: exact.text }
      if (afterField) {
        if (scanner.isBetweenWords) {
          this.#fail({ start, end: scanner.at }, 'a text must stand right behind “=”; the empty one is ="".')
        }
        return { form: 'exact', text: scanner.takeWord().text }
      }
      scanner.at = start
    }
    return { form: 'contains', text: scanner.takeWord().text }
  }

  #flag(): Value {
    const { text, at } = this.#plain()
    const word = text.toLowerCase()
    if (word === 'yes' || word === 'true') return { form: 'flag', wanted: true }
    if (word === 'no' || word === 'false') return { form: 'flag', wanted: false }
    return this.#fail(at, `“${text}” is neither yes nor no.`)
  }

  #id({ text, at }: PlacedText): { readonly id: number; readonly at: PlacedText['at'] } {
    const id = idOfText(text.replace(/^=/, ''))
    return id === null ? this.#fail(at, `“${text}” is not an id such as @123.`) : { id, at }
  }

  /** Words with commas between them; with quotes around them they are one. */
  #list(): readonly PlacedText[] {
    const quoted = this.#scanner.takeQuoted()
    if (quoted) return [quoted]
    const { text, at } = this.#plain()
    let { start } = at
    return text.split(',').map((word) => {
      const item = { text: word, at: { start, end: start + word.length } }
      start += word.length + 1
      if (word === '') {
        this.#fail({ start: item.at.start, end: item.at.start + 1 }, 'a word is missing beside this comma.')
      }
      return item
    })
  }

  /** A word, with or without quotes. */
  #plain(): PlacedText {
    return this.#scanner.takeQuoted() ?? this.#scanner.takeWord()
  }

  #fail(at: PlacedText['at'], reason: string): never {
    throw filterError(this.#scanner.text, at, reason)
  }
}
