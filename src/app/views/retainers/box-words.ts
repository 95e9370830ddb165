import { idText } from '#engine/base/id-text.ts'
import type { BoxEdge, PathBox } from '#engine/model/retainer-rows.ts'
import { edgeText } from '#app/ui/edge-text.ts'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import { nodeTitle, visibleName } from '#app/ui/node-title.ts'

/** Whether a drawing shows what keeps the selection, or what the selection refers to. */
export type Way = 'kept' | 'refers'

/** What a box is called. */
export function boxName({ kind, node, classRow, sharedName, objects }: PathBox): string {
  switch (kind) {
    case 'root':
      if (node) return nodeTitle(node)
      return objects > 1 ? formatCountOf(objects, 'selected object') : 'Roots'
    case 'more':
      return `${formatCount(objects)} more ways`
    case 'below':
      return `${formatCountOf(objects, 'way')} down`
    case 'steps':
      return formatCountOf(objects, 'more step')
    case 'objects':
      return node ? nodeTitle(node) : visibleName(sharedName ?? classRow?.name ?? '')
  }
}

/** What stands behind the name: which object, or how many. */
export function boxNumber({ kind, node, objects }: PathBox): string {
  if (kind === 'root') return node ? idText(node.id) : ''
  if (kind !== 'objects') return ''
  return node ? idText(node.id) : `×${formatCount(objects)}`
}

/** How many selected objects a box leads to, and their bytes; nothing where the box above says as much. */
export function boxFigures({ kind, through, selected }: PathBox): string {
  if (kind === 'below') return ''
  const bytes = formatBytes(through.bytes)
  if (selected.count === 0) return `${formatCount(through.count)} · ${bytes}`
  if (selected.count === through.count) return `${formatCount(selected.count)} selected · ${bytes}`
  return `${formatCount(selected.count)} selected of ${formatCount(through.count)} · ${bytes}`
}

/** How the reference into a box is written. */
export function boxEdgeText({ type, name }: Pick<BoxEdge, 'type' | 'name'>): string {
  return name === '[]' ? '[…]' : edgeText(type, name)
}

/** All of a box in a sentence, for screen readers. */
export function boxSentence(box: PathBox, way: Way): string {
  const { edge, inRow, through, selected } = box
  const by = edge && box.kind === 'objects' ? `, by ${boxEdgeText(edge)}` : ''
  const parts = [
    `${boxName(box)} ${boxNumber(box)}`.trim() + by,
    `${formatCountOf(through.count, way === 'kept' ? 'selected object' : 'object')}, ${formatBytes(through.bytes)}${way === 'kept' ? '' : ', from here on'}`,
    ...(selected.count > 0 ? [`${formatCount(selected.count)} of them here`] : []),
    ...(inRow > 0 ? [`${formatCount(inRow)} held by others of the same box`] : []),
    ...(allComeThrough(box) ? ['every path comes through here'] : []),
    ...(isFold(box) ? ['folded, Enter opens'] : []),
  ]
  return parts.join('; ')
}

/** Whether every path goes on through a box: where paths end in it, that it lies on them says nothing. */
export function allComeThrough({ dominator, selected, through }: PathBox): boolean {
  return dominator && selected.count < through.count
}

/** Whether a box stands for others that can be shown. */
export function isFold({ kind }: PathBox): boolean {
  return kind === 'more' || kind === 'below' || kind === 'steps'
}
