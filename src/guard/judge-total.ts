import { plain, share, size, type Words, words } from '#engine/model/words.ts'
import { compared, statedLimit } from './compared.ts'
import type { Sides } from './judge.ts'
import type { Judgement } from './judgement.ts'
import type { Owners } from './owners.ts'

export const NO_BASE = 'no base was given'
const THE_BASE = 'the base'

/** The whole heap. */
export function judgeTotal(allowed: string, { now }: Sides, owners: Owners): Promise<Judgement> {
  const { total } = now
  const figure = {
    rule: 'total',
    unit: 'bytes',
    found: total,
    allowed,
    whole: total,
    wholeIs: 'the heap',
  } as const
  return compared({ ...figure, owner: () => owners.ofHeap() }, words`${size(total)}`)
}

/** How much more it is than the base. */
export async function judgeGrowth(allowed: string, { now, base }: Sides, owners: Owners): Promise<Judgement> {
  const rule = 'growth'
  if (!base) return unjudged(rule, NO_BASE, statedLimit(allowed, 'bytes', THE_BASE))
  const found = now.total - base.total
  const figure = { rule, unit: 'bytes', found, allowed, whole: base.total, wholeIs: THE_BASE } as const
  return compared({ ...figure, owner: () => owners.ofGrowth() }, changeWords(now.total, base.total))
}

function changeWords(now: number, before: number): Words {
  if (now === before) return words`${size(now)} as in the base`
  if (now < before) return words`${size(before - now)} less than the ${size(before)} of the base`
  return words`${size(now - before)} more than the ${size(before)} of the base (${share(now - before, before)})`
}

export function unjudged(rule: string, reason: string, limit: Judgement['limit']): Judgement {
  return { rule, verdict: 'unjudged', found: plain(reason), limit, owner: null, figures: null }
}
