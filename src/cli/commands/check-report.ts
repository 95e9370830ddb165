import type { Writing } from '#engine/model/words.ts'
import type { Judged, Judgement } from '#guard/judgement.ts'
import { judgedJson } from '#guard/reports/json.ts'
import { judgedJunit } from '#guard/reports/junit.ts'
import { judgedMarkdown } from '#guard/reports/markdown.ts'
import { sentenceOf, sumOf } from '#guard/reports/sentence.ts'
import type { Io } from '../io.ts'
import { shareText } from '../reports/share-text.ts'
import { formatBytes, formatCount, formatName, type Paint, paintFor } from '../text.ts'

export type CheckFormat = 'text' | 'json' | 'junit' | 'markdown'

const LONGEST = 300
const FIGURES = { bytes: formatBytes, count: formatCount, share: shareText }
/** For programs: names as they are. */
const EXACT: Writing = { ...FIGURES, code: (text) => text }
/** For people: names on one line. */
export const PLAIN: Writing = { ...FIGURES, code: (text) => formatName(text, LONGEST) }
const LABELS = { broken: 'BROKEN', unjudged: 'not judged', kept: 'kept' } as const

/** What was judged, as it is printed. */
export function checkReport(judged: Judged, format: CheckFormat, io: Io): string {
  if (format === 'json') return judgedJson(judged, EXACT)
  if (format === 'junit') return judgedJunit(judged, PLAIN)
  if (format === 'markdown') return judgedMarkdown(judged, PLAIN)
  return checkText(judged, paintFor(io))
}

/** A line for each judgement, the broken ones first, and how many there are. */
function checkText(judged: Judged, paint: Paint): string {
  const { judgements, file, base } = judged
  const lines = (['broken', 'unjudged', 'kept'] as const).flatMap((verdict) =>
    judgements
      .filter((judgement) => judgement.verdict === verdict)
      .map((judgement) => line(judgement, paint)),
  )
  const beside = base === null ? '' : ` beside ${formatName(base)}`
  const sum = `${formatName(file)}${beside}: ${sumOf(judged, PLAIN)}`
  return `${[...lines, paint.quiet(sum)].join('\n')}\n`
}

function line(judgement: Judgement, paint: Paint): string {
  const { verdict, rule } = judgement
  const label = LABELS[verdict].padEnd(LABELS.unjudged.length)
  const text = `${PLAIN.code(rule)}: ${sentenceOf(judgement, PLAIN)}`
  if (verdict === 'kept') return paint.quiet(`${label}  ${text}`)
  return `${paint.strong(label)}  ${text}`
}
