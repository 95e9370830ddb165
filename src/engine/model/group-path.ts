import type { TreeBy } from './dominator-rows.ts'
import { quoted } from './filter-term.ts'

/** A cell of the tree by class or module, as people and addresses write it. */
export interface WrittenPlace {
  /** The heap id of the object it begins at; null for the root. */
  readonly id: number | null
  /** Keys of classes or modules from there down. */
  readonly path: readonly string[]
}

const START = /^@(\d+)(?: ?> ?|$)/

/**
 * Writes a cell as one text: `Cache > Map > Session` from the root, `@123 > Map > Session` from an object. A `>` or `\` of
 * a key itself gets a `\` before it, and so does an `@` that the text would begin with.
 */
export function writeGroupPath({ id, path }: WrittenPlace): string {
  const keys = path.map((key) => key.replaceAll(/[\\>]/g, (sign) => `\\${sign}`))
  if (id !== null) return [`@${id}`, ...keys].join(' > ')
  const text = keys.join(' > ')
  return text.startsWith('@') ? `\\${text}` : text
}

/** The inverse of `writeGroupPath`. The spaces around the signs may be left out. */
export function readGroupPath(text: string): WrittenPlace {
  const start = START.exec(text)
  const rest = start ? text.slice(start[0].length) : text
  return { id: start ? Number(start[1]) : null, path: rest === '' ? [] : readKeys(rest) }
}

function readKeys(text: string): string[] {
  const path: string[] = []
  let key = ''
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '\\' && at + 1 < text.length) key += text[++at]!
    else if (sign === '>') {
      path.push(withoutSpace(key, path.length > 0, true))
      key = ''
    } else key += sign
  }
  return [...path, withoutSpace(key, path.length > 0, false)]
}

/** Takes away the one space that stands beside a sign. */
function withoutSpace(key: string, before: boolean, after: boolean): string {
  const start = before && key.startsWith(' ') ? 1 : 0
  const end = after && key.length > start && key.endsWith(' ') ? key.length - 1 : key.length
  return key.slice(start, end)
}

/** The objects of a cell in the filter language. */
export function groupQuery(by: Exclude<TreeBy, 'object'>, place: WrittenPlace): string {
  return `${by}path:${quoted(writeGroupPath(place))}`
}
