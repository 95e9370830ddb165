import { idText } from '../base/id-text.ts'
import type { TextSpan } from '../base/error.ts'
import type { ChoiceReader, EntryTest, Field, FilterTable, NumberReader } from '../model/filter-fields.ts'
import { filterError } from './filter-error.ts'
import type { Filter, NumberRange, Term, Value } from './filter.ts'
import { parseFilter } from './parse-filter.ts'
import { patternOf } from './text-patterns.ts'

/** What a compiler needs beside the filter. */
export interface FilterSurroundings<Source> {
  readonly table: FilterTable<Source>
  readonly source: Source
  /** Milliseconds from any fixed moment. */
  readonly now: () => number
}

type ValueOf<Form> = Extract<Value, { readonly form: Form }>

/** How dear a test is. Cheap ones are made first. */
const NUMBER_COST = 0
const OBJECT_COST = 1
const TEXT_COST = 2

interface CostedTest {
  readonly test: EntryTest
  readonly cost: number
}

/**
 * Parses and compiles at once.
 * @returns null where the text is blank, so that everything passes
 * @throws HeapError `bad-filter` with `at`, `not-ready`
 */
export function filterEntries<Source>(
  text: string | undefined,
  surroundings: FilterSurroundings<Source>,
): EntryTest | null {
  if (text === undefined) return null
  return compileFilter(parseFilter(text, surroundings.table), surroundings)
}

/**
 * Makes one test of a filter. It remembers what it finds out about texts, so keep it for all entries.
 * @returns null where the filter lets everything pass
 * @throws HeapError `bad-filter` with `at`, `not-ready` where a field's value is not known yet; the test throws
 * `bad-filter` where a regular expression takes too long
 */
export function compileFilter<Source>(
  filter: Filter,
  surroundings: FilterSurroundings<Source>,
): EntryTest | null {
  if (filter.alternatives.length === 0) return null
  const compiler = new Compiler(filter.text, surroundings)
  return anyOf(
    filter.alternatives.map((terms) => {
      const tests = terms.map((term) => compiler.term(term))
      return allOf(tests.sort((a, b) => a.cost - b.cost).map(({ test }) => test))
    }),
  )
}

class Compiler<Source> {
  readonly #text: string
  readonly #surroundings: FilterSurroundings<Source>

  constructor(text: string, surroundings: FilterSurroundings<Source>) {
    this.#text = text
    this.#surroundings = surroundings
  }

  term(term: Term): CostedTest {
    const { table } = this.#surroundings
    const { test, cost } =
      term.field === null ? this.#own(term) : this.#field(fieldOf(table, term.field), term)
    return { test: term.negated ? (entry) => !test(entry) : test, cost }
  }

  #own(term: Term): CostedTest {
    const { table } = this.#surroundings
    const tests = table.own.map((name) => this.#field(fieldOf(table, name), term))
    return { test: anyOf(tests.map(({ test }) => test)), cost: TEXT_COST + tests.length }
  }

  #field(field: Field<Source>, { value, at }: Term): CostedTest {
    const { source, now } = this.#surroundings
    switch (field.type) {
      case 'text': {
        const pattern = patternOf(this.#text, value as ValueOf<'contains'>, at, now)
        return { test: field.read(source)(pattern), cost: TEXT_COST }
      }
      case 'bytes':
      case 'count':
      case 'number':
        return { test: inRange(field.read(source), value as NumberRange), cost: NUMBER_COST }
      case 'flag': {
        const test = field.read(source)
        const { wanted } = value as ValueOf<'flag'>
        return { test: wanted ? test : (entry) => !test(entry), cost: NUMBER_COST }
      }
      case 'choice':
        return {
          test: this.#choice(field.read(source), field.name, value as ValueOf<'words'>),
          cost: NUMBER_COST,
        }
      case 'id':
        return { test: isOneOf(field.read(source), value as ValueOf<'ids'>), cost: NUMBER_COST }
      case 'path':
        return { test: field.read(source)((value as ValueOf<'path'>).text), cost: OBJECT_COST }
      case 'object': {
        const { id, at: place } = (value as ValueOf<'ids'>).ids[0]!
        const test = field.read(source)(id)
        if (!test) this.#fail(place, `there is no object ${idText(id)} in this heap.`)
        return { test, cost: OBJECT_COST }
      }
    }
  }

  #choice({ words, codeOf }: ChoiceReader, name: string, { words: wanted }: ValueOf<'words'>): EntryTest {
    const passes = new Uint8Array(words.length)
    for (const { text, at } of wanted) {
      const word = spelling(text)
      const found = words.map((one) => spelling(one) === word)
      if (!found.includes(true)) {
        const known = [...new Set(words)].map((one) => one.replaceAll(' ', '-')).join(', ')
        this.#fail(at, `“${text}” is no ${name} here; there are ${known}.`)
      }
      found.forEach((is, code) => {
        if (is) passes[code] = 1
      })
    }
    return (entry) => passes[codeOf(entry)] === 1
  }

  #fail(at: TextSpan, reason: string): never {
    throw filterError(this.#text, at, reason)
  }
}

/** How words are compared: case ignored, a hyphen for a space. */
function spelling(word: string): string {
  return word.toLowerCase().replaceAll('-', ' ')
}

function fieldOf<Source>(table: FilterTable<Source>, name: string): Field<Source> {
  const field = table.fields.find((one) => one.name === name)
  if (!field) throw new Error(`The filter was parsed for another table: ${table.rows} have no field ${name}.`)
  return field
}

function inRange(read: NumberReader, range: NumberRange): EntryTest {
  if (range.form === 'lacking') return (entry) => Number.isNaN(read(entry))
  const { low, high, lowOpen, highOpen } = range
  return (entry) => {
    const value = read(entry)
    // Comparisons with NaN are false, so what has no value never passes.
    return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high)
  }
}

function isOneOf(read: NumberReader, { ids }: ValueOf<'ids'>): EntryTest {
  if (ids.length === 1) {
    const { id } = ids[0]!
    return (entry) => read(entry) === id
  }
  const wanted = new Set(ids.map(({ id }) => id))
  return (entry) => wanted.has(read(entry))
}

function allOf(tests: readonly EntryTest[]): EntryTest {
  const [first, second] = tests
  if (tests.length === 1) return first!
  if (tests.length === 2) return (entry) => first!(entry) && second!(entry)
  return (entry) => tests.every((test) => test(entry))
}

function anyOf(tests: readonly EntryTest[]): EntryTest {
  const [first, second] = tests
  if (tests.length === 1) return first!
  if (tests.length === 2) return (entry) => first!(entry) || second!(entry)
  return (entry) => tests.some((test) => test(entry))
}
