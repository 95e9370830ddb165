import { plain, share, type Words, words } from '#engine/model/words.ts'
import type { BudgetSet } from './budget-sets.ts'
import { amountWords, compared, type Comparison, statedLimit } from './compared.ts'
import type { Sides } from './judge.ts'
import { NO_BASE, unjudged } from './judge-total.ts'
import type { Judgement } from './judgement.ts'
import { keyPath } from './key-path.ts'
import type { SetSums } from './measure.ts'
import type { Owners } from './owners.ts'

const MEASURES = ['objects', 'shallow', 'retained'] as const
type Measure = (typeof MEASURES)[number]

const NOTHING_THERE = {
  classes: 'there is no such class here',
  code: 'no code of such files is here',
  filters: 'it finds none here',
} as const

/** All limits of one set, growth last. */
export async function judgeSet(set: BudgetSet, sides: Sides, owners: Owners): Promise<Judgement[]> {
  const { growth } = set.limits
  const judgements: Judgement[] = []
  for (const measure of MEASURES) {
    const allowed = set.limits[measure]
    if (allowed !== undefined) judgements.push(await judgeNow({ set, measure, allowed }, sides, owners))
  }
  for (const measure of MEASURES) {
    const allowed = growth?.[measure]
    if (allowed !== undefined) judgements.push(await judgeMore({ set, measure, allowed }, sides, owners))
  }
  return judgements
}

interface One {
  readonly set: BudgetSet
  readonly measure: Measure
  readonly allowed: number | string
}

async function judgeNow({ set, measure, allowed }: One, { now }: Sides, owners: Owners): Promise<Judgement> {
  const rule = keyPath([...set.keys, measure])
  const wholeIs = 'the heap'
  const unit = unitOf(measure)
  const sums = now.sets.get(set.query)!
  if (typeof sums === 'string') return unjudged(rule, sums, statedLimit(allowed, unit, wholeIs))
  const found = sums[measure]
  const owner = (): Promise<string | null> => owners.ofSet(set.query, false)
  const comparison = { rule, unit, found, allowed, whole: now.total, wholeIs, owner }
  return compared(comparison, foundWords(set, sums, measure, now.total))
}

function foundWords({ what }: BudgetSet, sums: SetSums, measure: Measure, total: number): Words {
  const found = sums[measure]
  if (sums.objects === 0) return plain(NOTHING_THERE[what])
  const amount = amountWords(found, unitOf(measure))
  return measure === 'objects' ? amount : words`${amount} (${share(found, total)} of the heap)`
}

async function judgeMore(
  { set, measure, allowed }: One,
  { now, base }: Sides,
  owners: Owners,
): Promise<Judgement> {
  const rule = keyPath([...set.keys, 'growth', measure])
  const unit = unitOf(measure)
  const wholeIs = 'the base'
  const sums = now.sets.get(set.query)!
  const before = base?.sets.get(set.query) ?? NO_BASE
  const missing = [sums, before].find((one) => typeof one === 'string')
  if (typeof sums === 'string' || typeof before === 'string') {
    return unjudged(rule, missing as string, statedLimit(allowed, unit, wholeIs))
  }
  const found = sums[measure] - before[measure]
  const owner = (): Promise<string | null> => owners.ofSet(set.query, true)
  const comparison: Comparison = { rule, unit, found, allowed, whole: before[measure], wholeIs, owner }
  return compared(comparison, changeWords(sums[measure], before[measure], unit))
}

function changeWords(now: number, before: number, unit: Comparison['unit']): Words {
  const base = amountWords(before, unit)
  if (now === before) return words`${base} as in the base`
  const difference = amountWords(Math.abs(now - before), unit)
  return words`${difference} ${plain(now > before ? 'more' : 'less')} than the ${base} of the base`
}

function unitOf(measure: Measure): Comparison['unit'] {
  return measure === 'objects' ? 'objects' : 'bytes'
}
