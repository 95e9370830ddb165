import type { NodeRow } from '#engine/model/rows.ts'

// Also what turns the direction of writing round, so that no name can make another look like itself.
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu
const SHORT: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
}

/**
 * A node's name on one line: texts in quotes, what would break the line as a program writes it, and never nothing: what
 * has no name goes by its class.
 */
export function nodeTitle(node: Pick<NodeRow, 'name' | 'kind' | 'className'>): string {
  const name = node.name.replace(CONTROL, escape)
  if (node.kind === 'string') return `"${name}"`
  if (name !== '') return name
  if (node.kind === 'root') return '(root)'
  return node.className === '' ? '(no name)' : node.className
}

function escape(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
