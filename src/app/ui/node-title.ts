import { CONTROL } from '#engine/base/shown-name.ts'
import { pythonPrefix } from '#engine/model/python-title.ts'
import type { NodeRow } from '#engine/model/rows.ts'

// What leaves no mark on the screen, wherever in a line it stands.
const BLANK = /^[\s\p{Cf}\u115f\u1160\u2800\u3164\uffa0]+$/u
const SHORT: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
}

/** A text on one line: what would break or turn it round is written as a program writes it. */
export function oneLine(text: string): string {
  return text.replace(CONTROL, escape)
}

/** A name that can be seen, on one line: blanks stand in quotes. */
export function visibleName(name: string): string {
  if (name === '') return '(no name)'
  const line = oneLine(name)
  return BLANK.test(line) ? `"${line}"` : line
}

type TitledNode = Pick<NodeRow, 'name' | 'kind' | 'className' | 'python'>

/**
 * A node's name on one line: texts in quotes, what would break the line as a program writes it, and never nothing: what
 * has no name goes by its class.
 */
export function nodeTitle(node: TitledNode): string {
  if (node.kind === 'string') return `"${oneLine(node.name)}"`
  if (node.name === '' && node.kind === 'root') return '(root)'
  return visibleName(pythonPrefix(node) + (node.name || node.className))
}

/** As much of a long text as a sentence can bear, in characters. */
const MAX_IN_SENTENCE = 80

/** The same for a sentence: long texts end in an ellipsis. */
export function shortTitle(node: TitledNode): string {
  const characters = Array.from(new Intl.Segmenter().segment(nodeTitle(node)), ({ segment }) => segment)
  if (characters.length <= MAX_IN_SENTENCE) return characters.join('')
  const quote = node.kind === 'string' ? '"' : ''
  return `${characters.slice(0, MAX_IN_SENTENCE).join('')}…${quote}`
}

function escape(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
