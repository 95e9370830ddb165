import { type Words, written } from '#engine/model/words.ts'
import { formatBytes, formatCount, formatPercent } from './format.ts'
import { codeMarkdown, plainMarkdown } from '#engine/base/markdown.ts'
import { visibleName } from './node-title.ts'

/** A sentence about a program as plain text, names of the program as they are. */
export function wordsText(sentence: Words): string {
  return written(sentence, { code: visibleName, bytes: formatBytes, count: formatCount, share: shareText })
}

/** The same in Markdown, names of the program as code. */
export function wordsMarkdown(sentence: Words): string {
  return sentence
    .map((phrase) => {
      if (typeof phrase === 'string') return plainMarkdown(phrase)
      return 'code' in phrase ? codeMarkdown(visibleName(phrase.code)) : wordsText([phrase])
    })
    .join('')
}

/** A part of the heap, from 0 to 1. */
export function shareText(share: number): string {
  return formatPercent(share, 1)
}
