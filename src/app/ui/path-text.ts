import { idText } from '#engine/base/id-text.ts'
import type { PathStep } from '#engine/model/rows.ts'
import { edgeText } from './edge-text.ts'
import { codeMarkdown } from '#engine/base/markdown.ts'
import { pathText as pathAsWritten } from '#engine/model/path-text.ts'
import { oneLine, shortTitle } from './node-title.ts'

/** A path as one line to paste, as its program would write it; see `pathText` of the engine. */
export function pathText(path: readonly PathStep[]): string {
  return oneLine(pathAsWritten(path) ?? '')
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
