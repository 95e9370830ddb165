/**
 * The names of the fields of all tables. Where one stands before a colon in the filter of a table that has no such field,
 * that is a mistake; any other word before a colon, as in `http://x`, is text.
 */
export const FIELD_NAMES: ReadonlySet<string> = new Set([
  'allocated',
  'class',
  'classkey',
  'count',
  'detached',
  'distance',
  'dominator',
  'edge',
  'essential',
  'id',
  'kind',
  'name',
  'references',
  'refs',
  'retained',
  'self',
  'shallow',
  'shape',
  'size',
  'trace',
  'type',
  'under',
  'value',
])
