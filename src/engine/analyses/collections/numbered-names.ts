/** Numbers names in the order in which they are met. */
export class NumberedNames {
  /** By number. */
  readonly texts: string[] = []
  readonly #numbers = new Map<string, number>()

  numberOf(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.texts.length)
    return this.texts.push(name) - 1
  }
}
