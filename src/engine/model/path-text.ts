import { isGlobalName } from './global-name.ts'
import { pythonPathText } from './python-path-text.ts'
import type { NodeRow, PathStep } from './rows.ts'

const IDENTIFIER = /^[\p{ID_Start}$_#][\p{ID_Continue}$\u200C\u200D]*$/u
const LONGEST_KEY = 40

/**
 * A path as its program would write it: `globalThis.cache.get("user-1")`, `onMessage() → sessions`, in Python
 * `app.cache['user-1']`. It begins at the last global object, or else at the engine's root. What only the engine knows
 * (tables, hidden classes, contexts) is left out; an arrow leads into a function's variables. Null where there is no path.
 */
export function pathText(path: readonly PathStep[]): string | null {
  const [first] = path
  if (!first) return null
  return first.node.python ? pythonPathText(path) : programPath(path)
}

/** The reference of one step alone, for a list of steps. */
export function stepText(path: readonly PathStep[], at: number): string {
  const { edge, node } = path[at]!
  // What roots refer to has a number or nothing in front of it: a thread, a frame, a kind of roots.
  if (!edge || node.kind === 'root') return node.name
  if (edge.written !== undefined) return edge.written
  if (edge.type === 'property') return memberText(`${edge.name}`)
  return edge.type === 'element' ? `[${edge.name}]` : `${edge.name}`
}

/** A text as the key of an entry; what is long ends in an ellipsis. */
export function keyText(key: string): string {
  return JSON.stringify(key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key)
}

function programPath(path: readonly PathStep[]): string {
  const start = startOf(path)
  const from = path[start]!
  let text = isGlobalName(from.node.className) ? 'globalThis' : nameOf(from)
  path.slice(start + 1).forEach((step, i) => {
    text += partOf(step, path[start + i]!.node)
  })
  return text
}

/** What a root leads to has no name but its own. */
function partOf(step: PathStep, { kind, name }: NodeRow): string {
  const { edge, node } = step
  if (kind === 'root') return ` → ${nameOf(step)}`
  if (!edge) return ''
  if (edge.written !== undefined) return edge.written
  if (edge.type === 'property') return memberText(`${edge.name}`)
  // Elements of the browser's own things are numbers that no program writes.
  if (edge.type === 'element')
    return (kind === 'object' || kind === 'array') && !isGlobalName(name) ? `[${edge.name}]` : ''
  if (edge.type === 'context') return ` → ${edge.name}`
  return node.kind === 'closure' && node.name !== '' ? ` → ${node.name}()` : ''
}

/** The last global object, or else the last root in front of all that is no root. */
function startOf(path: readonly PathStep[]): number {
  const global = path.findLastIndex(({ node }) => isGlobalName(node.className))
  if (global !== -1) return global
  const other = path.findIndex(({ node }) => node.kind !== 'root')
  return other === -1 ? path.length - 1 : Math.max(0, other - 1)
}

function nameOf({ node }: PathStep): string {
  if (node.kind === 'closure' && node.name !== '') return `${node.name}()`
  return node.kind === 'string' ? node.className : node.name || node.className
}

function memberText(name: string): string {
  return IDENTIFIER.test(name) ? `.${name}` : `[${keyText(name)}]`
}
