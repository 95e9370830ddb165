/**
 * Sentences that name things of a program and give figures. Each surface writes them in its own way: the page sets names as
 * code, the command line makes them safe for a terminal, Markdown quotes them.
 */
export type Words = readonly Phrase[]

/** Plain words, something of the program's own, a size in bytes, a number of things, or a part of the heap from 0 to 1. */
export type Phrase =
  | string
  | { readonly code: string }
  | { readonly bytes: number }
  | { readonly count: number }
  | { readonly share: number }

/** How one surface writes what is no plain word. */
export interface Writing {
  readonly code: (text: string) => string
  readonly bytes: (size: number) => string
  readonly count: (count: number) => string
  readonly share: (share: number) => string
}

/**
 * A template for `Words`: a text in it is something of the program's own, a number is a count; `plain`, `size` and `share`
 * say otherwise.
 */
export function words(
  plainParts: TemplateStringsArray,
  ...values: readonly (string | number | Phrase | Words)[]
): Words {
  const all: Phrase[] = []
  plainParts.forEach((part, at) => {
    if (part !== '') all.push(part)
    if (at < values.length) all.push(...phrases(values[at]!))
  })
  return all
}

function phrases(value: string | number | Phrase | Words): readonly Phrase[] {
  if (typeof value === 'string') return [{ code: value }]
  if (typeof value === 'number') return [{ count: value }]
  return isWords(value) ? value : [value]
}

function isWords(value: Phrase | Words): value is Words {
  return Array.isArray(value)
}

/** Names with commas between, the first `most` of them; how many more there are is said. */
export function listed(names: readonly string[], most: number = names.length): Words {
  const shown = names.slice(0, most).flatMap((name, at) => (at === 0 ? words`${name}` : words`, ${name}`))
  const more = names.length - most
  return more > 0 ? [...shown, ...words` and ${more} more`] : shown
}

/** Words of ours, in a template. */
export function plain(text: string): Words {
  return text === '' ? [] : [text]
}

/** Bytes, in a template. */
export function size(bytes: number): Phrase {
  return { bytes }
}

/** A part of a whole, in a template; nothing of nothing is 0. */
export function share(part: number, of: number): Phrase {
  return { share: of === 0 ? 0 : part / of }
}

/** The sentence with its first letter large, where that is a word of ours. */
export function sentence([first, ...rest]: Words): Words {
  if (first === undefined) return []
  return [typeof first === 'string' ? first.charAt(0).toUpperCase() + first.slice(1) : first, ...rest]
}

/** The sentence as one text. */
export function written(text: Words, writing: Writing): string {
  return text
    .map((phrase) => {
      if (typeof phrase === 'string') return phrase
      if ('code' in phrase) return writing.code(phrase.code)
      if ('bytes' in phrase) return writing.bytes(phrase.bytes)
      if ('count' in phrase) return writing.count(phrase.count)
      return writing.share(phrase.share)
    })
    .join('')
}
