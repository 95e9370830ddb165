import { HeapError, type TextSpan } from '../base/error.ts'
import { exactText, type TextPattern, textWithin } from '../model/text-pattern.ts'
import { filterError } from './filter-error.ts'
import type { Value } from './filter.ts'
import { riskOf } from './regex-risk.ts'

/** A filter gives up when all its texts together take longer. */
const PATIENCE_MS = 4000
/** Texts between two looks at the clock. */
const TEXTS_A_LOOK = 256

type TextValue = Extract<Value, { form: 'contains' | 'exact' | 'regex' }>

/**
 * What a value asks of a text. Expressions that could take practically forever are refused, and one that takes too long
 * over many texts gives up.
 * @param text the whole filter
 * @param now milliseconds from any fixed moment
 * @throws HeapError `bad-filter`; the pattern itself throws it too
 */
export function patternOf(text: string, value: TextValue, at: TextSpan, now: () => number): TextPattern {
  switch (value.form) {
    case 'contains':
      return textWithin(value.text)
    case 'exact':
      return exactText(value.text)
    case 'regex': {
      const test = withPatience(compileRegex(text, value, at), at, now)
      return { form: 'regex', text: '', test }
    }
  }
}

function compileRegex(
  text: string,
  { source, flags }: TextValue & { form: 'regex' },
  at: TextSpan,
): (text: string) => boolean {
  // g and y would make the answer depend on the one before.
  const kept = flags.replace(/[gy]/g, '')
  let regex: RegExp
  try {
    regex = new RegExp(source, kept)
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    const reason = said.replace(/^Invalid (?:regular expression|flags)[^:]*:\s*/, '')
    throw filterError(text, at, `this is not a valid regular expression (${reason}).`)
  }
  const risk = riskOf(source, kept)
  if (risk !== null) {
    throw filterError(
      text,
      at,
      `this regular expression ${risk}, which could take forever; write it more simply.`,
    )
  }
  return (candidate) => regex.test(candidate)
}

function withPatience(
  test: (text: string) => boolean,
  at: TextSpan,
  now: () => number,
): (text: string) => boolean {
  const started = now()
  let texts = 0
  return (candidate) => {
    if (++texts % TEXTS_A_LOOK === 0 && now() - started > PATIENCE_MS) {
      throw new HeapError(
        'bad-filter',
        `The filter took too long and gave up after ${texts} names; write it more simply.`,
        at,
      )
    }
    return test(candidate)
  }
}
