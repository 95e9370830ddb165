/** A map that keeps only the entries used last. */
export class RecentMap<Value> {
  readonly #limit: number
  readonly #entries: Map<string, Value>
  readonly #prefix: string

  constructor(limit: number, entries = new Map<string, Value>(), prefix = '') {
    this.#limit = limit
    this.#entries = entries
    this.#prefix = prefix
  }

  /** The same map, in which every key begins with `prefix`. */
  under(prefix: string): RecentMap<Value> {
    return new RecentMap(this.#limit, this.#entries, this.#prefix + prefix)
  }

  /** The value for `name`, made by `make` when it is not there. */
  get(name: string, make: () => Value): Value {
    const key = this.#prefix + name
    const known = this.#entries.get(key)
    const value = known ?? make()
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size > this.#limit) {
      const oldest = this.#entries.keys().next()
      if (!oldest.done) this.#entries.delete(oldest.value)
    }
    return value
  }

  delete(key: string): void {
    this.#entries.delete(this.#prefix + key)
  }

  clear(): void {
    this.#entries.clear()
  }
}
