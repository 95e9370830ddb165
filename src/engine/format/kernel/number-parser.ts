/** A number that does not fit 32 bits: negative or 2^32 and more. */
export interface WideNumber {
  /** Its position among the numbers, where 0 stands. */
  readonly at: number
  readonly value: number
}

/**
 * Reads the plain stretches of a list of whole numbers, many numbers a call. What is not plain (white space, signs, the
 * list's end, a number at the end of the bytes) it leaves to the caller, who then hands single numbers in with `push`.
 */
export interface NumberParser {
  /** Room for the numbers read, `CAPACITY` entries, of which `count` are filled. */
  readonly numbers: Uint32Array
  readonly count: number
  /** The numbers among those read that do not fit. */
  readonly wide: readonly WideNumber[]
  /** Takes `bytes[from..to)`, at most `INPUT_BYTES` of them, as the input of the runs that follow. */
  load(bytes: Uint8Array, from: number, to: number): void
  /**
   * Reads numbers from `position` in the bytes that were loaded, each directly followed by a comma or by a line break
   * and a comma, until there might be no more room (`isFull`) or something else comes.
   * @returns the position of the first byte that was not read
   */
  run(position: number): number
  /**
   * Walks over digits, commas and line breaks from `position` without reading the numbers.
   * @returns where it stopped, which may be early, and how many commas there were before
   */
  skim(position: number): { readonly position: number; readonly commas: number }
  /** Adds one number. Wants room. */
  push(value: number): void
  /** Forgets all numbers but the last `keep`, which come first now. */
  clear(keep: number): void
}

/** The most bytes a parser takes at a time: together with the numbers they stay in the second cache level. */
export const INPUT_BYTES = 1 << 17

/** The most numbers a parser holds. */
export const CAPACITY = 1 << 15

/** A run may stop when it has room for fewer numbers than this. */
export const RESERVE = 64

/** Whether the numbers should be taken out before the next run. */
export function isFull(parser: NumberParser): boolean {
  return parser.count > CAPACITY - RESERVE
}

export const MAX_UINT32 = 0xffff_ffff

/** Puts a number in its place, or beside the others where it does not fit. */
export function storeNumber(
  { numbers, wide }: { readonly numbers: Uint32Array; readonly wide: WideNumber[] },
  at: number,
  value: number,
): void {
  const fits = value >= 0 && value <= MAX_UINT32
  numbers[at] = fits ? value : 0
  if (!fits) wide.push({ at, value })
}

/** Moves the last `keep` of `count` numbers to the front. */
export function moveToFront(
  { numbers, wide }: { readonly numbers: Uint32Array; readonly wide: WideNumber[] },
  count: number,
  keep: number,
): void {
  const first = count - keep
  numbers.copyWithin(0, first, count)
  const kept = wide.filter(({ at }) => at >= first).map(({ at, value }) => ({ at: at - first, value }))
  wide.splice(0, wide.length, ...kept)
}
