import type { Task } from '../base/task.ts'
import type { TextPattern } from './text-pattern.ts'

/**
 * What can be filtered by: the tables, their fields, and how to get at an entry's values. The filter language is made of
 * these, its help and its completion too, so that a field is stated once.
 */

/** Whether an entry of a table, a number, passes. */
export type EntryTest = (entry: number) => boolean
/** The value of an entry; NaN where it has none. */
export type NumberReader = (entry: number) => number
/** Makes the test whether an entry's text is one that the pattern finds. */
export type TextReader = (pattern: TextPattern) => EntryTest
/** Makes the test whether an entry has to do with one object, given by its id; null where there is no such object. */
export type ObjectReader = (id: number) => EntryTest | null

/** Makes the test whether an entry is at a place that is written as a text; nothing is where there is no such place. */
export type PathReader = (text: string) => EntryTest

/** One word of a few. */
export interface ChoiceReader {
  /** By code. Several codes may have the same word. */
  readonly words: readonly string[]
  readonly codeOf: (entry: number) => number
}

interface FieldWords {
  /** What stands before the colon. Small letters. */
  readonly name: string
  readonly aliases?: readonly string[]
  /** One sentence for people. */
  readonly help: string
  /** A term that uses it. */
  readonly example: string
}

/**
 * A field of entries that are read from a `Source`, mostly a heap. `read` throws HeapError `not-ready` where the value is
 * not known yet.
 */
export type Field<Source> = FieldWords &
  (
    | { readonly type: 'text'; readonly read: (source: Source) => TextReader }
    /** `bytes` take binary units, `count` decimal ones, `number` none. */
    | {
        readonly type: 'bytes' | 'count' | 'number'
        /** Whether some entries have no value, which `none` finds. */
        readonly lacking?: boolean
        readonly read: (source: Source) => NumberReader
      }
    | { readonly type: 'flag'; readonly read: (source: Source) => EntryTest }
    /** `choices` are for help and completion; the heap's own words decide. */
    | {
        readonly type: 'choice'
        readonly choices: readonly string[]
        readonly read: (source: Source) => ChoiceReader
      }
    /** The id of the entry itself. */
    | { readonly type: 'id'; readonly read: (source: Source) => NumberReader }
    /** The id of another object. */
    | { readonly type: 'object'; readonly read: (source: Source) => ObjectReader }
    | { readonly type: 'path'; readonly read: (source: Source) => PathReader }
  )

export type FieldType = Field<never>['type']

/** What one table can be filtered by. */
export interface FilterTable<Source> {
  /** Of what its rows are, in the plural: for messages. */
  readonly rows: string
  readonly fields: readonly Field<Source>[]
  /** The names of the text fields that words without a field are looked for in: one of them must have it. */
  readonly own: readonly string[]
  /**
   * Works out what a field needs before its `read` can answer, where that is more than a look-up; what is found out is
   * kept with the source.
   * @param value the text behind the colon, or null where it is no plain text
   */
  readonly prepare?: (source: Source, field: string, value: string | null, task: Task) => Promise<void>
}

/** The same field of entries that lead to one of another table, such as edges to nodes. */
export function fieldThrough<Outer, Inner>(
  field: Field<Inner>,
  inner: (source: Outer) => Inner,
  through: (source: Outer) => (entry: number) => number,
): Field<Outer> {
  switch (field.type) {
    case 'text':
      return {
        ...field,
        read: (source) => {
          const reader = field.read(inner(source))
          return (pattern: TextPattern) => testThrough(reader(pattern), through(source))
        },
      }
    case 'bytes':
    case 'count':
    case 'number':
    case 'id':
      return { ...field, read: (source) => numberThrough(field.read(inner(source)), through(source)) }
    case 'flag':
      return { ...field, read: (source) => testThrough(field.read(inner(source)), through(source)) }
    case 'choice':
      return {
        ...field,
        read: (source) => {
          const { words, codeOf } = field.read(inner(source))
          return { words, codeOf: numberThrough(codeOf, through(source)) }
        },
      }
    case 'object':
      return {
        ...field,
        read: (source) => {
          const reader = field.read(inner(source))
          return (id: number) => {
            const test = reader(id)
            return test && testThrough(test, through(source))
          }
        },
      }
    case 'path':
      return {
        ...field,
        read: (source) => {
          const reader = field.read(inner(source))
          return (text: string) => testThrough(reader(text), through(source))
        },
      }
  }
}

function testThrough(test: EntryTest, through: (entry: number) => number): EntryTest {
  return (entry) => test(through(entry))
}

function numberThrough(read: NumberReader, through: (entry: number) => number): NumberReader {
  return (entry) => read(through(entry))
}
