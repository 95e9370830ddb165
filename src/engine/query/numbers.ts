import type { TextSpan } from '../base/error.ts'
import { filterError } from './filter-error.ts'
import type { NumberRange, PlacedText } from './filter.ts'

export type NumberType = 'bytes' | 'count' | 'number'

const COMPARISON = /^(>=|<=|>|<|=)?(.*)$/s
const NUMBER = /^(\d[\d,_]*(?:\.\d+)?|\.\d+)([a-z]*)$/i
const POWERS: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 }

/**
 * A condition on a number: `5`, `=5`, `>5`, `>=5`, `<5`, `<=5`, `1k..2M` (both belong to it), `1k..`, `..2M`, and `none`
 * where a value may be missing. Bytes take k, M, G and T, also KB or KiB, in steps of 1,024; counts in steps of 1,000.
 * @param text the whole filter
 */
export function parseRange(text: string, value: PlacedText, type: NumberType, lacking: boolean): NumberRange {
  if (lacking && value.text === 'none') return { form: 'lacking' }
  const { start, end } = value.at
  const dots = value.text.indexOf('..')
  if (dots !== -1 && value.text !== '..') {
    const low = { text: value.text.slice(0, dots), at: { start, end: start + dots } }
    const high = { text: value.text.slice(dots + 2), at: { start: start + dots + 2, end } }
    const from = low.text === '' ? Number.NEGATIVE_INFINITY : parseNumber(text, low, type)
    const to = high.text === '' ? Number.POSITIVE_INFINITY : parseNumber(text, high, type)
    if (from > to) throw filterError(text, value.at, 'this range ends before it begins.')
    return range(from, to)
  }
  const [, sign = '', rest] = COMPARISON.exec(value.text)!
  const at: TextSpan = { start: start + sign.length, end }
  const number = parseNumber(text, { text: rest!, at }, type)
  switch (sign) {
    case '>':
      return { ...range(number, Number.POSITIVE_INFINITY), lowOpen: true }
    case '>=':
      return range(number, Number.POSITIVE_INFINITY)
    case '<':
      return { ...range(Number.NEGATIVE_INFINITY, number), highOpen: true }
    case '<=':
      return range(Number.NEGATIVE_INFINITY, number)
    default:
      return range(number, number)
  }
}

function range(low: number, high: number): NumberRange & { readonly form: 'range' } {
  return { form: 'range', low, high, lowOpen: false, highOpen: false }
}

function parseNumber(filter: string, { text, at }: PlacedText, type: NumberType): number {
  const match = NUMBER.exec(text)
  const factor = match && factorOf(match[2]!.toLowerCase(), type)
  if (factor === null) {
    const seen = text === '' ? 'a number is missing here' : `“${text}” is not a number`
    throw filterError(filter, at, `${seen}; write ${EXAMPLES[type]}.`)
  }
  return Number(match![1]!.replace(/[,_]/g, '')) * factor
}

const EXAMPLES: Readonly<Record<NumberType, string>> = {
  bytes: 'a size such as 512, >1k or 1MB..2MB',
  count: 'a number such as 5, >1k or 10..20',
  number: 'a number such as 5, >1000 or 10..20',
}

/** What a unit multiplies by, or null where there is no such unit. */
function factorOf(unit: string, type: NumberType): number | null {
  if (type === 'number') return unit === '' ? 1 : null
  if (type === 'count') return unit in POWERS ? 1000 ** POWERS[unit]! : null
  const power = unit.replace(/i?b$/, '')
  // `ib` alone is no unit.
  if (unit === 'ib' || !(power in POWERS)) return null
  return 1024 ** POWERS[power]!
}
