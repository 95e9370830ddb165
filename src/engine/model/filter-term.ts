/**
 * Terms of the filter language as text, for rows that stand for a set of objects. `docs/filter.md` describes the language.
 */

/** `class:="Foo \"bar\""`: the field has this text and no other. */
export function exactTerm(field: string, text: string): string {
  return `${field}:=${quoted(text)}`
}

/** `id:@123` */
export function idTerm(id: number): string {
  return `id:@${id}`
}

/** A text as the language reads it back. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, String.raw`\$&`)}"`
}
