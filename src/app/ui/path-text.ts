import { idText } from '#engine/base/id-text.ts'
import type { PathStep } from '#engine/model/rows.ts'
import { edgeText } from './edge-text.ts'
import { codeMarkdown } from '#engine/base/markdown.ts'
import { pythonPathText } from '#engine/model/python-path-text.ts'
import { nodeTitle, shortTitle } from './node-title.ts'

/**
 * A path as one line to paste: the first node's name and then the references, as `Window.cache.entries {table} [3]`.
 * What a program would write stands together; what only the engine knows stands apart.
 */
export function pathText(path: readonly PathStep[]): string {
  if (path[0]?.node.python) return pythonPathText(path)
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

/** A path as a Markdown list, each step by its reference and object; a diamond marks what every path comes through. */
export function pathMarkdown(path: readonly PathStep[]): string {
  return path
    .map(({ node, edge, dominator }, index) => {
      const reference = edge ? `${codeMarkdown(edgeText(edge.type, edge.name, edge.written))} ` : ''
      const mark = dominator && index < path.length - 1 ? ' ◆' : ''
      return `${index + 1}. ${reference}${codeMarkdown(shortTitle(node))} ${idText(node.id)}${mark}`
    })
    .join('\n')
}
