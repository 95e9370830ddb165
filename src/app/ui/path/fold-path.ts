/** One row of the drawn path: a step, or the steps `from` to `to` (exclusive) folded into one row. */
export type ChainRow =
  | { readonly kind: 'step'; readonly index: number }
  | { readonly kind: 'fold'; readonly from: number; readonly to: number }

/** Paths up to this length are shown whole. */
const WHOLE = 9
/** Of longer ones, these many steps at the root's end and at the object's. */
const HEAD = 3
const TAIL = 4

/** The rows of a path of `length` steps; the middle of a long one is folded unless `unfolded`. */
export function foldPath(length: number, unfolded: boolean): ChainRow[] {
  if (unfolded || length <= WHOLE) return steps(0, length)
  const to = length - TAIL
  return [...steps(0, HEAD), { kind: 'fold', from: HEAD, to }, ...steps(to, length)]
}

function steps(from: number, to: number): ChainRow[] {
  return Array.from({ length: to - from }, (_, i) => ({ kind: 'step', index: from + i }))
}
