import type { PathStep } from '#engine/model/rows.ts'
import { edgeText } from './edge-text.ts'
import { nodeTitle } from './node-title.ts'

/**
 * A path as one line to paste: the first node's name and then the references, as `Window.cache.entries {table} [3]`.
 * What a program would write stands together; what only the engine knows stands apart.
 */
export function pathText(path: readonly PathStep[]): string {
  const [first, ...rest] = path
  if (!first) return ''
  let text = nodeTitle(first.node)
  let apart = false
  for (const { edge } of rest) {
    if (!edge) continue
    const own = edge.type === 'property' || edge.type === 'element'
    text += own && !apart ? edgeText(edge.type, edge.name) : ` ${edgeText(edge.type, edge.name)}`
    apart = !own
  }
  return text
}
