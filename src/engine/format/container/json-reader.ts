import { HeapError } from '../../base/error.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** Takes JSON apart without believing any of it. Every failure names the section of the container it stands in. */
export class JsonReader {
  readonly #section: string
  readonly #byte: number

  /** @param byte where the section begins in the file */
  constructor(section: string, byte: number) {
    this.#section = section
    this.#byte = byte
  }

  parse(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch {
      return this.fail('is not JSON')
    }
  }

  object(value: unknown): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.fail('lacks an object')
    return value as JsonObject
  }

  list(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : this.fail('lacks a list')
  }

  text(value: unknown): string {
    return typeof value === 'string' ? value : this.fail('lacks a text')
  }

  /** A whole number from 0 that a double holds exactly. */
  whole(value: unknown): number {
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
      ? value
      : this.fail('lacks a whole number')
  }

  /** Any number that JSON can say. */
  number(value: unknown): number {
    return typeof value === 'number' ? value : this.fail('lacks a number')
  }

  flag(value: unknown): boolean {
    return typeof value === 'boolean' ? value : this.fail('lacks true or false')
  }

  oneOf<Text extends string>(value: unknown, texts: readonly Text[]): Text {
    const text = texts.find((one) => one === value)
    return text ?? this.fail(`lacks one of ${texts.join(', ')}`)
  }

  /** @param what ends the sentence “Section … of the container” */
  fail(what: string): never {
    throw damagedContents(this.#section, this.#byte, what)
  }
}

export function damagedContents(section: string, byte: number, what: string): HeapError {
  return new HeapError(
    'bad-container',
    `Section “${section}” of the container ${what} (byte ${byte}): the file is damaged, make it again from the capture.`,
    { section, byte },
  )
}
