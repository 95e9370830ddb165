/** The columns that a reader fills before it knows how long they will be. */
type Column = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** A column of the same type with `capacity` entries that begins with those of `column`. O(capacity). */
export function grown<C extends Column>(column: C, capacity: number): C {
  const wider = new (column.constructor as new (length: number) => C)(capacity)
  wider.set(column)
  return wider
}

/** The first `count` entries; copied only when more than an eighth would be wasted otherwise. */
export function trimmed<C extends Column>(column: C, count: number): C {
  const kept =
    column.length - count > column.length >>> 3 ? column.slice(0, count) : column.subarray(0, count)
  return kept as C
}

/** The capacity to grow to when `needed` entries are more than fit. */
export function nextCapacity(capacity: number, needed: number): number {
  return Math.max(needed, Math.ceil(capacity * 1.5), 1024)
}
