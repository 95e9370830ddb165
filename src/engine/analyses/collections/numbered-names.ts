/** Numbers names in the order in which they are met. */
export class NumberedNames {
  readonly #numbers = new Map<string, number>()

  numberOf(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.#numbers.size)
    return this.#numbers.size - 1
  }

  /** By number. */
  get all(): readonly string[] {
    return [...this.#numbers.keys()]
  }
}
