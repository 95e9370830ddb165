import { codeMarkdown, plainMarkdown } from '#engine/base/markdown.ts'
import { type Words, type Writing, written } from '#engine/model/words.ts'
import { countOf, type Judged, type Judgement, type Verdict } from '../judgement.ts'
import { sumOf } from './sentence.ts'

const HEADS: Readonly<Record<Verdict, string>> = { broken: 'Broken', unjudged: 'Not judged', kept: 'Kept' }

/** A comment for a pull request: broken rules first, kept ones folded away. */
export function judgedMarkdown(judged: Judged, writing: Writing): string {
  const { file, base, judgements } = judged
  const markdown: Writing = { ...writing, code: (text) => codeMarkdown(writing.code(text)) }
  const broken = countOf(judged, 'broken')
  const beside = base === null ? '' : ` beside ${markdown.code(base)}`
  const parts = [
    `## Heap budget ${broken > 0 ? 'broken' : 'kept'}`,
    `${markdown.code(file)}${beside}: ${sumOf(judged, writing)}.`,
    ...(['broken', 'unjudged', 'kept'] as const).flatMap((verdict) => {
      const rows = judgements.filter((judgement) => judgement.verdict === verdict)
      return rows.length > 0 ? [section(verdict, rows, markdown)] : []
    }),
  ]
  return `${parts.join('\n\n')}\n`
}

function section(verdict: Verdict, rows: readonly Judgement[], writing: Writing): string {
  const table = tableOf(rows, writing)
  if (verdict !== 'kept') return `### ${HEADS[verdict]}\n\n${table}`
  return `<details><summary>${HEADS[verdict]}: ${writing.count(rows.length)}</summary>\n\n${table}\n\n</details>`
}

function tableOf(rows: readonly Judgement[], writing: Writing): string {
  const hasOwner = rows.some(({ owner }) => owner !== null)
  const head = ['Rule', 'Found', 'Limit', ...(hasOwner ? ['Held by'] : [])]
  const lines = rows.map(({ rule, found, limit, owner }) => [
    writing.code(rule),
    said(found, writing),
    said(limit, writing),
    ...(hasOwner ? [owner === null ? '' : writing.code(owner)] : []),
  ])
  return [head, head.map(() => '---'), ...lines].map(lineOf).join('\n')
}

/** In a table, a bar ends the cell even within code. */
function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, String.raw`\|`)).join(' | ')} |`
}

function said(sentence: Words, writing: Writing): string {
  return sentence
    .map((phrase) => (typeof phrase === 'string' ? plainMarkdown(phrase) : written([phrase], writing)))
    .join('')
}
