import { idOfText } from '#engine/base/id-text.ts'
import { InvalidArgumentError } from 'commander'

/** A whole number from 1. @throws InvalidArgumentError */
export function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError('It must be a whole number from 1.')
  }
  return count
}

/** A heap's object id, with or without its @. @throws InvalidArgumentError */
export function parseId(text: string): number {
  const id = idOfText(text)
  if (id === null || !Number.isSafeInteger(id)) {
    throw new InvalidArgumentError('It must be an object id such as @123.')
  }
  return id
}

/** The least that is listed: so many bytes, and this part of the whole, from 0 to 1. */
export interface LeastSize {
  readonly bytes: number
  readonly share: number
}

/** What a timer can wait. */
const MAX_TIME_MS = 2 ** 31 - 1
const UNITS = ['', 'k', 'm', 'g', 't']

/** `100`, `100k`, `1.5MB`, `2MiB` in steps of 1,024, or `0.5%`. @throws InvalidArgumentError */
export function parseLeast(text: string): LeastSize {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)
  if (percent && Number(percent[1]) <= 100) return { bytes: 0, share: Number(percent[1]) / 100 }
  const size = /^(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i.exec(text)
  if (!size) throw new InvalidArgumentError('It must be a size such as 100k or 2MB, or a part such as 0.5%.')
  return { bytes: Number(size[1]) * 1024 ** UNITS.indexOf(size[2]!.toLowerCase()), share: 0 }
}

/** `100k`, `32MiB`: a size, not a part of anything. @throws InvalidArgumentError */
export function parseSize(text: string): number {
  const { bytes, share } = parseLeast(text)
  if (share > 0 || bytes < 1) throw new InvalidArgumentError('It must be a size such as 100k or 2MB.')
  return bytes
}

/** One of a few words, which the parser has with it for who lists them. @throws InvalidArgumentError */
export function parseChoice<Word extends string>(words: readonly Word[]) {
  const parse = (text: string): Word => {
    const word = words.find((one) => one === text)
    if (word === undefined) throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`)
    return word
  }
  return Object.assign(parse, { words })
}

/** The words that a parser of `parseChoice` takes; none of any other. */
export function choicesOf(parse: object | undefined): readonly string[] {
  return parse && 'words' in parse && Array.isArray(parse.words) ? parse.words.map(String) : []
}

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 }

/** A time in milliseconds: `500ms`, `30s`, `10m`, `1h`. @throws InvalidArgumentError */
export function parseTime(text: string): number {
  const time = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  const ms = time ? Number(time[1]) * SECONDS[time[2]!]! * 1000 : 0
  if (ms <= 0 || ms > MAX_TIME_MS) throw new InvalidArgumentError('It must be a time such as 30s, 10m or 1h.')
  return ms
}
