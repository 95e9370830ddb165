import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { type StringTable, StringTableBuilder } from '../model/string-table.ts'
import { type Placeholders, unitsOf } from './fingerprints.ts'
import { isPlaceholder } from './placeholder.ts'
import type { RoleNumber } from './string-roles.ts'
import { changedKey, Verdict, type Verdicts, verdictOf } from './verdicts.ts'

/** Counts changes to what goes and what does not. */
const REDACTION_RULES = 1

/** Which string takes the place of another in a role. Strings of the old table keep their numbers; others come behind. */
export class StringNumbers {
  readonly #verdicts: Verdicts
  /** By string that stays and is a value too: the number of its placeholder. */
  readonly #values = new Map<number, number>()
  /** The strings whose placeholders come behind, in their order. */
  readonly splits: number[] = []
  /** Texts behind those. */
  readonly texts: string[] = []
  readonly #numberOfText = new Map<string, number>()
  readonly #count: number

  constructor(strings: StringTable, verdicts: Verdicts) {
    this.#verdicts = verdicts
    this.#count = strings.count
    const { bits } = verdicts
    for (let string = 0; string < bits.length; string++) {
      if (!isKept(bits[string]!) || !isValue(bits[string]!)) continue
      this.#values.set(string, this.#count + this.splits.length)
      this.splits.push(string)
    }
  }

  /** Whether a string keeps its number in all its roles. */
  stays(string: number): boolean {
    const bits = this.#verdicts.bits[string]!
    return (bits & (bits >>> 1) & LOWER) === 0 && !(isKept(bits) && isValue(bits))
  }

  /** What takes the place of a string in a role that it has. */
  of(string: number, role: RoleNumber): number {
    const verdict = verdictOf(this.#verdicts, string, role)
    if (verdict === Verdict.kept) return string
    if (verdict === Verdict.value) return this.#values.get(string) ?? string
    return this.ofText(this.#verdicts.changed.get(changedKey(string, role))!)
  }

  /** The text that `ofText` gave this number. */
  textAt(number: number): string {
    return this.texts[number - this.#count - this.splits.length]!
  }

  /** The number of a text that comes behind. */
  ofText(text: string): number {
    let number = this.#numberOfText.get(text)
    if (number === undefined) {
      number = this.#count + this.splits.length + this.texts.push(text) - 1
      this.#numberOfText.set(text, number)
    }
    return number
  }
}

/** Texts of joined strings, by the placeholder they get. */
export interface JoinedText {
  readonly length: number
  /** Whether V8 cut a part of it. */
  readonly cut: boolean
}

/**
 * The strings of the redacted heap: names and what is left of them, placeholders with the true lengths, and nothing in
 * place of strings that nothing uses.
 * @param joined lengths of texts among `numbers.texts`
 */
export async function redactedStrings(
  strings: StringTable,
  verdicts: Verdicts,
  numbers: StringNumbers,
  placeholders: Placeholders,
  joined: ReadonlyMap<string, JoinedText>,
  task: Task,
  done: number,
): Promise<StringTable> {
  const { count } = strings
  const writer = new RedactedWriter(
    strings,
    placeholders,
    joined,
    count + numbers.splits.length + numbers.texts.length,
  )
  await inSlices(
    task,
    count,
    (from, to) => {
      for (let string = from; string < to; string++) {
        const bits = verdicts.bits[string]!
        if (isKept(bits)) writer.keep(string)
        else if (isValue(bits)) writer.replace(string)
        else writer.text('')
      }
    },
    done,
  )
  await inSlices(
    task,
    numbers.splits.length,
    (from, to) => {
      for (let i = from; i < to; i++) writer.replace(numbers.splits[i]!)
    },
    done + count,
  )
  for (const text of numbers.texts) writer.text(text)
  return writer.build()
}

class RedactedWriter {
  readonly #strings: StringTable
  readonly #placeholders: Placeholders
  readonly #joined: ReadonlyMap<string, JoinedText>
  readonly #builder = new StringTableBuilder()
  readonly #encoder = new TextEncoder()
  readonly #units: Uint32Array
  readonly #cut: number[] = []
  /** Lengths of joined strings a part of which V8 cut. */
  readonly #cutLengths = new Set<number>()

  constructor(
    strings: StringTable,
    placeholders: Placeholders,
    joined: ReadonlyMap<string, JoinedText>,
    count: number,
  ) {
    this.#strings = strings
    this.#placeholders = placeholders
    this.#joined = joined
    for (const { length, cut } of joined.values()) if (cut) this.#cutLengths.add(length)
    this.#units = new Uint32Array(count)
  }

  keep(string: number): void {
    if (string >= this.#strings.fileCount) return this.text(this.#strings.text(string))
    this.#copy(string)
    this.#finish(unitsOf(this.#strings, string))
  }

  replace(string: number): void {
    const { redacted } = this.#strings.columns
    if (redacted && isPlaceholder(this.#strings.text(string))) {
      if (redacted.cut.has(string)) this.#cut.push(this.#builder.count)
      this.#copy(string)
      return this.#finish(redacted.units[string]!)
    }
    const length = this.#placeholders.bytesOf(this.#strings, string, this.#take)
    if (this.#cutLengths.has(length)) {
      const text = this.#placeholders.ofValue(this.#strings, string)
      if (this.#joined.get(text)?.cut === true) this.#cut.push(this.#builder.count)
    }
    this.#finish(length)
  }

  text(text: string): void {
    const joined = this.#joined.get(text)
    if (joined?.cut === true) this.#cut.push(this.#builder.count)
    this.#append(text)
    this.#finish(joined?.length ?? text.length)
  }

  build(): StringTable {
    return this.#builder.build({
      rules: REDACTION_RULES,
      units: this.#units,
      cut: new Set(this.#cut),
      captured: this.#strings.captured,
    })
  }

  readonly #take = (bytes: Uint8Array, end: number): void => this.#builder.append(bytes, 0, end)

  #copy(string: number): void {
    const { blocks, block, start, length } = this.#strings.columns
    const from = start[string]!
    this.#builder.append(blocks[block[string]!]!, from, from + length[string]!)
  }

  #append(text: string): void {
    const bytes = this.#encoder.encode(JSON.stringify(text))
    this.#builder.append(bytes, 1, bytes.length - 1)
  }

  #finish(units: number): void {
    this.#units[this.#builder.count] = units
    this.#builder.finish()
  }
}

/** The lower bit of every role's verdict. */
const LOWER = 0x5555_5555

function isKept(bits: number): boolean {
  return (bits & ~(bits >>> 1) & LOWER) !== 0
}

function isValue(bits: number): boolean {
  return ((bits >>> 1) & ~bits & LOWER) !== 0
}
