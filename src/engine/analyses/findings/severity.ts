import { weightOf } from '../../model/finding-rank.ts'
import type { Severity } from '../../model/finding-rows.ts'
import type { Draft } from './rule.ts'

interface Least {
  /** Of the heap, from 0 to 1. */
  readonly share: number
  readonly bytes: number
}

const MIB = 1024 * 1024
const SERIOUS: Least = { share: 0.2, bytes: MIB }
const WARNING: Readonly<Record<Draft['fault'], Least>> = {
  leak: { share: 0.02, bytes: MIB / 4 },
  waste: { share: 0.05, bytes: MIB },
}
/** What is smaller is not worth a row. */
export const LEAST: Least = { share: 0.002, bytes: MIB / 32 }

/** Whether so many bytes are worth telling in a heap of this size. */
export function isWorthTelling(bytes: number, total: number): boolean {
  return isAtLeast(bytes, total, LEAST)
}

/**
 * How bad it is. What is only possible is never more than a note: nobody shall be alarmed by what may be as it should be.
 * Waste is never serious, since it does not grow by itself.
 */
export function severityOf(draft: Draft, total: number): Severity {
  if (draft.confidence.level === 'possible') return 'note'
  const bytes = weightOf(draft)
  if (draft.fault === 'leak' && isAtLeast(bytes, total, SERIOUS)) return 'serious'
  return isAtLeast(bytes, total, WARNING[draft.fault]) ? 'warning' : 'note'
}

function isAtLeast(bytes: number, total: number, least: Least): boolean {
  return bytes >= least.bytes && bytes >= least.share * total
}
