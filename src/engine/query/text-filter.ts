import { HeapError } from '../base/error.ts'
import type { TextFilter } from '../model/rows.ts'
import { riskOf } from './regex-risk.ts'

const REGEX = /^\/(.*)\/([a-z]*)$/s

/** A filter gives up when all its texts together take longer. */
const PATIENCE_MS = 4000
/** Texts between two looks at the clock. */
const TEXTS_A_LOOK = 256

/**
 * Compiles what a person typed into a filter box: plain text is looked for anywhere, case ignored; `/…/flags` is a
 * regular expression. Expressions that could take practically forever are refused, and one that takes too long over
 * many texts gives up.
 * @param now milliseconds from any fixed moment
 * @returns null when the text is blank, so that everything passes
 * @throws HeapError `bad-filter`; the filter itself throws it too
 */
export function compileTextFilter(filter: string | undefined, now: () => number): TextFilter | null {
  const text = filter?.trim() ?? ''
  if (text === '') return null
  const regex = REGEX.exec(text)
  if (regex) return withPatience(compileRegex(regex[1]!, regex[2]!), now)
  const wanted = text.toLowerCase()
  return (candidate) => candidate.toLowerCase().includes(wanted)
}

function compileRegex(source: string, flags: string): TextFilter {
  // g and y would make the answer depend on the one before.
  const kept = flags.replace(/[gy]/g, '')
  let regex: RegExp
  try {
    regex = new RegExp(source, kept)
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression:\s*/, '') : ''
    throw new HeapError('bad-filter', `The filter is not a valid regular expression: ${reason}`)
  }
  const risk = riskOf(source, kept)
  if (risk !== null) {
    throw new HeapError('bad-filter', `The filter ${risk}, which could take forever; write it more simply.`)
  }
  return (candidate) => regex.test(candidate)
}

function withPatience(filter: TextFilter, now: () => number): TextFilter {
  const started = now()
  let texts = 0
  return (candidate) => {
    if (++texts % TEXTS_A_LOOK === 0 && now() - started > PATIENCE_MS) {
      throw new HeapError(
        'bad-filter',
        `The filter took too long and gave up after ${texts} names; write it more simply.`,
      )
    }
    return filter(candidate)
  }
}
