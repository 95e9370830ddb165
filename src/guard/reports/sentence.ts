import { type Writing, written } from '#engine/model/words.ts'
import type { Judged, Judgement } from '../judgement.ts'
import { countOf } from '../judgement.ts'

/** What was found, what is allowed, and who holds what is too much, on one line. */
export function sentenceOf({ found, limit, owner }: Judgement, writing: Writing): string {
  const held = owner === null ? '' : `; held by ${writing.code(owner)}`
  return `${written(found, writing)}; ${written(limit, writing)}${held}`
}

/** `3 rules kept, 1 broken, 2 not judged`; what there is none of is left out, but kept ones. */
export function sumOf(judged: Judged, { count }: Pick<Writing, 'count'>): string {
  const kept = countOf(judged, 'kept')
  const broken = countOf(judged, 'broken')
  const open = countOf(judged, 'unjudged')
  return [
    `${count(kept)} ${kept === 1 ? 'rule' : 'rules'} kept`,
    ...(broken > 0 ? [`${count(broken)} broken`] : []),
    ...(open > 0 ? [`${count(open)} not judged`] : []),
  ].join(', ')
}
