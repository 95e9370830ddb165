import { idText } from '#engine/base/id-text.ts'
import { pythonPrefix } from '#engine/model/python-title.ts'
import type { NodeRow, PathStep } from '#engine/model/rows.ts'
import { formatName } from '../text.ts'

/** A column must leave room for the next one; V8 names edges of weak maps with whole sentences. */
const MAX_EDGE_NAME = 60

/** A path for people: a line for each step, marked where every path comes through it. */
export function stepsText(path: readonly PathStep[]): string {
  const steps = path.map(({ node, edge, dominator }) => {
    const mark = dominator ? '◆' : ' '
    const reference = edge ? `${edgeText(edge.type, edge.name, edge.written)} → ` : ''
    return `${mark} ${reference}${nameOf(node)}`
  })
  return steps.join('\n')
}

export function nameOf(node: NodeRow): string {
  return `${pythonPrefix(node)}${formatName(node.name || node.className)} ${idText(node.id)}`
}

export function edgeText(type: string, name: string | number, written?: string): string {
  if (written !== undefined) return formatName(written, MAX_EDGE_NAME)
  if (type === 'element') return `[${name}]`
  const text = formatName(String(name), MAX_EDGE_NAME)
  if (type === 'property') return `.${text}`
  return `${text} (${type === 'context' ? 'variable' : type})`
}
