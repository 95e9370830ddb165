/** A number that does not fit a column of 32 bits: negative or 2^32 and more. */
export interface WideValue {
  readonly record: number
  readonly field: number
  readonly value: number
}

/**
 * Reads the plain stretches of a list of whole numbers into columns, many numbers a call: field i of record r goes to
 * `columns[i][r]`. What is not plain (white space, signs, the list's end, a number at the end of the bytes) it leaves to
 * the caller, who then hands single numbers in with `push`.
 */
export interface RecordParser {
  /** One column a field, `capacity` entries each. */
  readonly columns: readonly Uint32Array[]
  readonly capacity: number
  /** Whole records read so far. */
  readonly records: number
  /** Fields of the next record read so far. */
  readonly fields: number
  /** Numbers among those read that their columns could not hold; the columns have 0 in their places. */
  readonly wide: readonly WideValue[]
  /** Takes `bytes[from..to)`, at most `INPUT_BYTES` of them, as the input of the runs that follow. */
  load(bytes: Uint8Array, from: number, to: number): void
  /**
   * Reads numbers from `position` in the bytes that were loaded, each directly followed by a comma or by a line break
   * and a comma, until the columns are full or something else comes.
   * @returns the position of the first byte that was not read
   */
  run(position: number): number
  /** Adds one number. Wants room: `records < capacity`. */
  push(value: number): void
  /** Forgets the records; wants no half record. */
  clear(): void
}

/** The most bytes a parser takes at a time. */
export const INPUT_BYTES = 1 << 18

/** About how many bytes of columns are filled at a time: they stay in the second cache level. */
const COLUMN_BYTES = 1 << 16

export function recordCapacity(stride: number): number {
  return Math.max(1, Math.floor(COLUMN_BYTES / 4 / stride))
}

export const MAX_UINT32 = 0xffff_ffff

/** Puts a number in its place, or beside the columns where they cannot hold it. */
export function storeNumber(
  { columns, wide }: { readonly columns: readonly Uint32Array[]; readonly wide: WideValue[] },
  record: number,
  field: number,
  value: number,
): void {
  const fits = value >= 0 && value <= MAX_UINT32
  columns[field]![record] = fits ? value : 0
  if (!fits) wide.push({ record, field, value })
}
