import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeapError } from '../../base/error.ts'
import { JsonEvents, type JsonHandler } from './json-events.ts'

/** Builds the value that is told. */
class Builder implements JsonHandler {
  result: unknown = undefined
  readonly #open: { value: unknown; key: string }[] = []

  open(isObject: boolean): void {
    this.#open.push({ value: isObject ? {} : [], key: '' })
  }

  close(): void {
    this.#put(this.#open.pop()!.value)
  }

  key(name: string): void {
    this.#open.at(-1)!.key = name
  }

  text(value: string): void {
    this.#put(value)
  }

  number(value: number): void {
    this.#put(value)
  }

  word(): void {
    this.#put(null)
  }

  #put(value: unknown): void {
    const top = this.#open.at(-1)
    if (!top) this.result = value
    else if (Array.isArray(top.value)) top.value.push(value)
    else Object.defineProperty(top.value, top.key, { value, enumerable: true, configurable: true })
  }
}

function read(text: string, cuts: readonly number[] = []) {
  const builder = new Builder()
  const events = new JsonEvents('test', builder)
  const bytes = new TextEncoder().encode(text)
  const bounds = [0, ...new Set(cuts.map((cut) => cut % bytes.length)), bytes.length].sort((a, b) => a - b)
  let end = -1
  for (let i = 1; i < bounds.length && end === -1; i++)
    end = events.read(bytes, bounds[i - 1]!, bounds[i]!, 0)
  return { value: builder.result, end }
}

test('any value comes out as JSON.parse reads it, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.constantFrom(0, 2),
      fc.array(fc.nat(), { maxLength: 9 }),
      (json, indent, cuts) => {
        const text = JSON.stringify(JSON.parse(json), null, indent)
        // Words are told without saying which.
        const expected = JSON.parse(text, (_, value: unknown) =>
          typeof value === 'boolean' ? null : value,
        ) as unknown
        const { value, end } = read(`${text},1`, cuts)
        expect(value).toEqual(expected)
        expect(end).toBe(new TextEncoder().encode(text).length)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a million levels are read without a stack', () => {
  const depth = 1_000_000
  const text = `${'['.repeat(depth)}${']'.repeat(depth)}`
  let levels = 0
  const count: JsonHandler = { open: () => levels++, close() {}, key() {}, text() {}, number() {}, word() {} }
  const bytes = new TextEncoder().encode(text)
  expect(new JsonEvents('test', count).read(bytes, 0, bytes.length, 0)).toBe(text.length)
  expect(levels).toBe(depth)
})

test('what is not JSON is refused', () => {
  const wrong = [
    '{1}',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '[1,]',
    '[,1]',
    '[1 2]',
    '{"a" 1}',
    ']',
    '[}',
    '[01a]',
    '[nope]',
    '[--1]',
    `[${'1'.repeat(99)}]`,
  ]
  for (const text of wrong) {
    expect(() => read(text), text).toThrow(HeapError)
    expect(() => read(text), text).toThrow(expect.objectContaining({ code: 'not-json' }) as Error)
  }
})
