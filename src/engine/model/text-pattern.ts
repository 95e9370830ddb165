/** What a text is searched for. Both `text` and `test` say the same; who can look at undecoded bytes uses `text`. */
export interface TextPattern {
  /** `contains`: anywhere, case ignored. `exact`: the whole text, case kept. `regex`: only `test` knows. */
  readonly form: 'contains' | 'exact' | 'regex'
  /** In lower case where the form is `contains`; empty for `regex`. */
  readonly text: string
  readonly test: (text: string) => boolean
}

/** Texts that have `text` anywhere, case ignored. */
export function textWithin(text: string): TextPattern {
  const wanted = text.toLowerCase()
  return { form: 'contains', text: wanted, test: (candidate) => candidate.toLowerCase().includes(wanted) }
}

/** This text and no other. */
export function exactText(text: string): TextPattern {
  return { form: 'exact', text, test: (candidate) => candidate === text }
}
