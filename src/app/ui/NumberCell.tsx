import { formatCount } from './format.ts'

interface NumberCellProps {
  /** Null where it is not known. */
  readonly value: number | null
  /** Why it is not. */
  readonly unknown: string
}

/** A count, or a dash that says why there is none. */
export function NumberCell({ value, unknown }: NumberCellProps) {
  return value === null ? <span title={unknown}>–</span> : <span>{formatCount(value)}</span>
}
