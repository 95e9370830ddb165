import type { NodeRow } from '#engine/model/rows.ts'

// Line breaks, tabs and their like would break a row; each is shown by its picture. U+2400 holds those of U+0000.
const CONTROL = /[\p{Cc}\u2028\u2029]/gu

/**
 * A node's name on one line: texts in quotes, control characters as pictures, and never nothing: what has no name goes by
 * its class.
 */
export function nodeTitle(node: Pick<NodeRow, 'name' | 'kind' | 'className'>): string {
  const name = node.name.replace(CONTROL, picture)
  if (node.kind === 'string') return `"${name}"`
  if (name !== '') return name
  return node.className === '' ? '(no name)' : node.className
}

function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\u2424'
}
