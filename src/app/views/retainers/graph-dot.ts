import type { EdgeLook, PathBox } from '#engine/model/retainer-rows.ts'
import { allComeThrough, boxEdgeText, boxFigures, boxName, boxNumber, isFold } from './box-words.ts'

const STYLES: Readonly<Record<EdgeLook, string>> = {
  named: 'solid',
  machine: 'solid',
  collection: 'dashed',
  'weak-map': 'dotted',
}

/** The boxes and references of a drawing in the DOT language of Graphviz. Texts are whole, not cut to the boxes. */
export function graphDot(boxes: readonly PathBox[], title: string): string {
  const number = new Map(boxes.map(({ id }, i) => [id, i]))
  const lines = boxes.flatMap((box, i) => {
    const above = box.above === null ? undefined : number.get(box.above)
    const node = `  n${i} [label=${quoted(labelOf(box))}${looksOf(box)}];`
    return above === undefined ? [node] : [node, `  n${above} -> n${i}${edgeOf(box)};`]
  })
  return [
    'digraph heap {',
    `  label=${quoted(title)};`,
    '  labelloc=t;',
    '  node [shape=box, style=rounded];',
    ...lines,
    '}',
    '',
  ].join('\n')
}

function labelOf(box: PathBox): string {
  return [`${boxName(box)} ${boxNumber(box)}`.trim(), boxFigures(box)].filter(Boolean).join('\n')
}

function looksOf(box: PathBox): string {
  if (isFold(box)) return ', style="rounded,dashed"'
  return allComeThrough(box) ? ', penwidth=2' : ''
}

function edgeOf({ kind, edge }: PathBox): string {
  if (kind !== 'objects' || !edge) return ''
  const label = edge.type === 'shortcut' ? '' : boxEdgeText(edge)
  return ` [label=${quoted(label)}, style=${STYLES[edge.look]}]`
}

/**
 * A text as a quoted string. Labels know escapes (`\N`, `\l`) and entities (`&lt;`), neither of which may come out of a
 * heap's names.
 */
function quoted(text: string): string {
  const safe = text
    .replace(/[^\P{Cc}\n]|[\ufffe\uffff\ud800-\udfff]/gu, '')
    .replace(/[\\"]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('\n', String.raw`\n`)
  return `"${safe}"`
}
