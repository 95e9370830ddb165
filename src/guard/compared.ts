import { plain, share, size, type Words, words } from '#engine/model/words.ts'
import { allowedOf, isWithin, limitOf } from './amounts.ts'
import type { Judgement } from './judgement.ts'

/** One figure beside what a budget allows. */
export interface Comparison {
  readonly rule: string
  readonly unit: 'bytes' | 'objects'
  readonly found: number
  /** As the budget writes it. */
  readonly allowed: number | string
  /** What shares are of, and how that is called. */
  readonly whole: number
  readonly wholeIs: string
  /** Asked for who holds what is too much. */
  readonly owner: () => Promise<string | null>
}

/** Figures of the same kind as words: `410 objects`, `1.2 MiB`. */
export function amountWords(amount: number, unit: Comparison['unit']): Words {
  if (unit === 'bytes') return words`${size(amount)}`
  return amount === 1 ? words`${amount} object` : words`${amount} objects`
}

/** Judges it. `found` is what is found of it in words, without what is too much. */
export async function compared(comparison: Comparison, found: Words): Promise<Judgement> {
  const { rule, unit, whole, owner } = comparison
  const limit = limitOf(comparison.allowed)
  const allowed = allowedOf(limit, whole)
  const isKept = isWithin(comparison.found, limit, whole)
  // Sizes are shown rounded: what is just too much would look allowed.
  const over = words`, ${amountWords(comparison.found - allowed, unit)} too much`
  return {
    rule,
    verdict: isKept ? 'kept' : 'broken',
    found: isKept || unit === 'objects' ? found : [...found, ...over],
    limit: limitWords(comparison, allowed),
    owner: isKept ? null : await owner(),
    figures: { unit, found: comparison.found, limit: allowed },
  }
}

/** What a rule allows, where it cannot be compared. */
export function statedLimit(allowed: number | string, unit: Comparison['unit'], wholeIs: string): Words {
  const limit = limitOf(allowed)
  if ('amount' in limit) return words`at most ${amountWords(limit.amount, unit)}`
  return words`at most ${share(limit.percent, 100)} of ${plain(wholeIs)}`
}

function limitWords({ allowed, unit, wholeIs }: Comparison, amount: number): Words {
  const limit = limitOf(allowed)
  if ('amount' in limit) return words`at most ${amountWords(amount, unit)}`
  return words`at most ${amountWords(amount, unit)} (${share(limit.percent, 100)} of ${plain(wholeIs)})`
}
