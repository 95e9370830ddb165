import { type Words, written } from '#engine/model/words.ts'
import { formatBytes, formatCount, formatPercent } from './format.ts'
import { codeMarkdown, plainMarkdown } from '#engine/base/markdown.ts'
import { visibleName } from './node-title.ts'

/** As much of a name as a sentence can bear, in UTF-16 units. */
const LONGEST = 400

/** A name of the program within a sentence: on one line, and a very long one ends in an ellipsis. */
export function codeText(text: string): string {
  const name = visibleName(text)
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…`
}

/** A sentence about a program as plain text, names of the program as they are. */
export function wordsText(sentence: Words): string {
  return written(sentence, { code: codeText, bytes: formatBytes, count: formatCount, share: shareText })
}

/** The same in Markdown, names of the program as code. */
export function wordsMarkdown(sentence: Words): string {
  return sentence
    .map((phrase) => {
      if (typeof phrase === 'string') return plainMarkdown(phrase)
      return 'code' in phrase ? codeMarkdown(codeText(phrase.code)) : wordsText([phrase])
    })
    .join('')
}

/** A part of the heap, from 0 to 1. */
export function shareText(share: number): string {
  return formatPercent(share, 1)
}
