import { isGlobalName } from '../../model/global-name.ts'
import { pythonPathText } from '../../model/python-path-text.ts'
import type { NodeRow, PathStep } from '../../model/rows.ts'
import type { WholeHeap } from '../heap.ts'

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
const LONGEST_KEY = 40

/**
 * A path as its program would write it: `globalThis.cache`, `onMessage → sessions`, in Python `app.cache['user-1']`. What
 * only the engine knows (tables, hidden classes, contexts) is left out; an arrow leads into a function's variables and into
 * entries of collections. Null where there is no path.
 */
export function referenceText({ snapshot }: WholeHeap, path: readonly PathStep[]): string | null {
  if (path.length === 0) return null
  return snapshot.python ? pythonPathText(path) : programPath(path)
}

/** The reference of one step alone, for a list of steps. */
export function stepText(path: readonly PathStep[], at: number): string {
  const { edge, node } = path[at]!
  if (!edge) return node.name
  if (edge.written !== undefined) return edge.written
  if (edge.type === 'property') return memberText(`${edge.name}`, 'x')
  return edge.type === 'element' ? `[${edge.name}]` : `${edge.name}`
}

function programPath(path: readonly PathStep[]): string {
  const start = path.findLastIndex(({ node }) => isGlobalName(node.className))
  let text = start === -1 ? '' : 'globalThis'
  for (const [at, { node, edge }] of path.entries()) {
    if (at <= start || !edge) continue
    if (edge.type === 'property') text += memberText(`${edge.name}`, text)
    else if (edge.type === 'element') text += isOfProgram(path[at - 1]!.node) ? `[${edge.name}]` : ''
    else if (edge.type === 'context') text += `${arrow(text)}${edge.name}`
    else if (node.kind === 'closure' && node.name !== '') text += `${arrow(text)}${node.name}()`
  }
  return text === '' ? nameOf(path.at(-1)!) : text
}

/** Elements of roots and of the browser's own things are numbers that no program writes. */
function isOfProgram({ kind, name }: NodeRow): boolean {
  return (kind === 'object' || kind === 'array') && !isGlobalName(name)
}

function nameOf({ node }: PathStep): string {
  return node.kind === 'string' ? node.className : node.name
}

function arrow(text: string): string {
  return text === '' ? '' : ' → '
}

function memberText(name: string, before: string): string {
  if (IDENTIFIER.test(name)) return before === '' ? name : `.${name}`
  const key = name.length > LONGEST_KEY ? `${name.slice(0, LONGEST_KEY)}…` : name
  return `[${JSON.stringify(key)}]`
}
