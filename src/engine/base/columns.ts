/** The columns that a reader fills before it knows how long they will be. */
type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array

type ColumnType<C extends Column> = new (buffer: ArrayBufferLike) => C

/**
 * A column of `length` zeros.
 * @param shared whether it lies in memory that other threads can see
 */
export function column<C extends Column>(
  Type: ColumnType<C> & { readonly BYTES_PER_ELEMENT: number },
  length: number,
  shared: boolean,
): C {
  const bytes = length * Type.BYTES_PER_ELEMENT
  return new Type(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes))
}

/**
 * The column with zeros written all over it: for one that is looked at here and there before it is written to. A page of
 * new memory that is read first is put in place twice, and the second time the other cores are told and waited for.
 */
export function touched<C extends Column>(from: C): C {
  return from.fill(0) as C
}

/** A column of the same type and in the same kind of memory with `capacity` entries that begins with those of `from`. */
export function grown<C extends Column>(from: C, capacity: number): C {
  const wider = column(typeOf(from), capacity, isShared(from))
  wider.set(from)
  return wider
}

/** The first `count` entries; copied only when more than an eighth would be wasted otherwise. */
export function trimmed<C extends Column>(from: C, count: number): C {
  const kept = from.subarray(0, count) as C
  if (from.length - count <= from.length >>> 3) return kept
  const copy = column(typeOf(from), count, isShared(from))
  copy.set(kept)
  return copy
}

/** The same numbers as doubles, in the same kind of memory. */
export function asDoubles(from: Uint32Array): Float64Array {
  const doubles = column(Float64Array, from.length, isShared(from))
  doubles.set(from)
  return doubles
}

/** The column itself, or a copy where it is to lie in memory that other threads can see and does not. */
export function within<C extends Column>(from: C, shared: boolean): C {
  if (!shared || isShared(from)) return from
  const copy = column(typeOf(from), from.length, true)
  copy.set(from)
  return copy
}

/** The capacity to grow to when `needed` entries are more than fit. */
export function nextCapacity(capacity: number, needed: number): number {
  return Math.max(needed, Math.ceil(capacity * 1.5), 1024)
}

function typeOf<C extends Column>(from: C): ColumnType<C> & { readonly BYTES_PER_ELEMENT: number } {
  return from.constructor as ColumnType<C> & { readonly BYTES_PER_ELEMENT: number }
}

/** Whether a column lies in memory that other threads can see. */
export function isShared(from: Column): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && from.buffer instanceof SharedArrayBuffer
}
