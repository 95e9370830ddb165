import type { Writing } from '#engine/model/words.ts'
import type { Judged } from '../judgement.ts'
import { sentenceOf } from './sentence.ts'

const LEVELS = { broken: 'error', unjudged: 'warning' } as const

/**
 * What is not kept as commands of GitHub's workflows, which show them beside the file: a line each.
 * @param budget the budget's path, as from the repository's folder
 */
export function judgedAnnotations({ judgements }: Judged, budget: string, writing: Writing): string {
  return judgements
    .map((judgement) => {
      const { rule, verdict } = judgement
      if (verdict === 'kept') return ''
      const title = verdict === 'broken' ? 'Heap budget broken' : 'Heap budget not judged'
      const message = `${writing.code(rule)}: ${sentenceOf(judgement, writing)}`
      return `::${LEVELS[verdict]} file=${property(budget)},title=${property(title)}::${data(message)}\n`
    })
    .join('')
}

/** A message may not end its line, and a percent sign begins what stands for something else. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** A property ends at a comma or colon too. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
