import { type Writing, written } from '#engine/model/words.ts'
import { countOf, type Judged } from '../judgement.ts'

/** One JSON object on one line. */
export function judgedJson(judged: Judged, writing: Writing): string {
  const { file, base, judgements } = judged
  return `${JSON.stringify({
    file,
    base,
    kept: countOf(judged, 'kept'),
    broken: countOf(judged, 'broken'),
    unjudged: countOf(judged, 'unjudged'),
    rules: judgements.map(({ found, limit, ...row }) => ({
      ...row,
      found: written(found, writing),
      limit: written(limit, writing),
    })),
  })}\n`
}
