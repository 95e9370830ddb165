import type { PathStep } from './rows.ts'

/**
 * A path of a Python heap as a program would write it: `app.cache['user-1'].data`; from a thread on, `worker › handle
 * (app.py:41) › rows[0]`. What no program can write stands apart: `app.listeners[0] {cell} → request`. O(steps).
 */
export function pythonPathText(path: readonly PathStep[]): string {
  let text = ''
  path.forEach((step, at) => {
    const part = partOf(step, path[at - 1], path[at + 1])
    if (part === null) return
    text += part.joined || text === '' ? part.text : ` ${part.text}`
  })
  return text
}

interface Part {
  readonly text: string
  /** Whether it stands right behind what is before it. */
  readonly joined: boolean
}

function partOf(
  { node, edge }: PathStep,
  before: PathStep | undefined,
  after: PathStep | undefined,
): Part | null {
  // The roots by kind say nothing that what they lead to does not say.
  if (!edge) return after ? null : { text: node.name, joined: false }
  if (node.kind === 'root') return { text: before?.edge ? `› ${node.name}` : node.name, joined: false }
  const written = edge.written ?? `${edge.name}`
  if (before?.node.kind === 'root')
    return { text: before.edge ? `› ${written}` : rootText(node, written), joined: false }
  // Attributes stand in a dictionary that a program reaches without naming it.
  if (edge.name === '__dict__' && after?.edge?.type === 'property') return null
  return { text: written, joined: written.startsWith('.') || written.startsWith('[') }
}

/** A module goes by its name; what else a root leads to by its class where its place there has no name. */
function rootText({ name, className }: PathStep['node'], written: string): string {
  return /^\d+$/.test(written) ? name || className : written
}
