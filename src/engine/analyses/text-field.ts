import type { Field } from '../model/filter-fields.ts'

/** A field of the filter for a text of rows that are all there; entries are places among them. */
export function textField<Row>(
  name: string,
  help: string,
  example: string,
  textOf: (row: Row) => string,
): Field<readonly Row[]> {
  return {
    name,
    type: 'text',
    help,
    example,
    read: (rows) => (pattern) => (at) => pattern.test(textOf(rows[at]!)),
  }
}
