import { type StringTable, StringTableBuilder } from '../model/string-table.ts'

/** Distinct texts, in the order they came. */
export class TextCollector {
  readonly #indexes = new Map<string, number>()
  readonly #builder = new StringTableBuilder()
  readonly #encoder = new TextEncoder()

  indexOf(text: string): number {
    const known = this.#indexes.get(text)
    if (known !== undefined) return known
    const bytes = this.#encoder.encode(JSON.stringify(text))
    this.#builder.append(bytes, 1, bytes.length - 1)
    this.#builder.finish()
    this.#indexes.set(text, this.#indexes.size)
    return this.#indexes.size - 1
  }

  build(): StringTable {
    return this.#builder.build()
  }
}
