import { HeapError } from '../base/error.ts'
import type { TextFilter } from '../model/rows.ts'

const REGEX = /^\/(.*)\/([a-z]*)$/s

/**
 * Compiles what a person typed into a filter box: plain text is looked for anywhere, case ignored; `/…/flags` is a
 * regular expression.
 * @returns null when the text is blank, so that everything passes
 * @throws HeapError `bad-filter`
 */
export function compileTextFilter(filter: string | undefined): TextFilter | null {
  const text = filter?.trim() ?? ''
  if (text === '') return null
  const regex = REGEX.exec(text)
  if (regex) return compileRegex(regex[1]!, regex[2]!)
  const wanted = text.toLowerCase()
  return (candidate) => candidate.toLowerCase().includes(wanted)
}

function compileRegex(source: string, flags: string): TextFilter {
  try {
    // g and y would make the answer depend on the one before.
    const regex = new RegExp(source, flags.replace(/[gy]/g, ''))
    return (candidate) => regex.test(candidate)
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression:\s*/, '') : ''
    throw new HeapError('bad-filter', `The filter is not a valid regular expression: ${reason}`)
  }
}
