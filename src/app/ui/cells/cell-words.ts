import { idText } from '#engine/base/id-text.ts'
import { Part, type Boxes } from '#engine/layout/boxes.ts'
import type { Gathered, TreeBy, TreeCell, TreeCells } from '#engine/model/dominator-rows.ts'
import type { Kind } from '#engine/model/rows.ts'
import { formatBytes, formatCount, formatCountOf, formatExactBytes, formatPercent } from '../format.ts'
import { nodeTitle, visibleName } from '../node-title.ts'
import { boxGrowth } from './growth-look.ts'
import { growthFacts } from './growth-words.ts'

/** Cells as they are drawn: the answer, how it was asked for, and where each box is. */
export interface Drawn {
  readonly tree: TreeCells
  readonly by: TreeBy
  readonly boxes: Boxes
}

/** What a cell is called. */
export function cellTitle({ subject, count }: TreeCell): string {
  if (subject.what === 'object') return nodeTitle(subject.node)
  const name = visibleName(subject.group.name)
  return count > 1 ? `${name} ×${formatCount(count)}` : name
}

export function cellKind({ subject }: TreeCell): Kind {
  return subject.what === 'object' ? subject.node.kind : subject.group.kind
}

/** What a box is called: of the parts of a cell that are no cells, what they stand for. */
export function boxTitle(drawn: Drawn, box: number): string {
  const { tree, boxes } = drawn
  const cell = boxes.cell[box]!
  if (boxes.part[box] === Part.own) return 'own bytes'
  if (boxes.part[box] === Part.rest) return restTitle(drawn, cell)
  return cellTitle(tree.cells[cell]!)
}

/** `12 smaller objects`, `3 smaller classes`, `1 object deeper`. */
export function restTitle({ tree, by, boxes }: Drawn, cell: number): string {
  return gatheredTitle(boxes.rest[cell]!, by, tree.cells[cell]!.depth >= tree.maxDepth)
}

/** @param isDeeper whether they were not looked at for their size, since they lie too deep */
export function gatheredTitle(rest: Gathered, by: TreeBy, isDeeper: boolean): string {
  const noun = restNoun(rest, by)
  return isDeeper ? `${noun} deeper` : noun.replace(' ', ' smaller ')
}

function restNoun({ cells }: Gathered, by: TreeBy): string {
  if (by === 'class') return formatCountOf(cells, 'class', 'classes')
  return formatCountOf(cells, by)
}

/**
 * All that is to be told of a box, for people who do not see it and for those who look closely.
 * @param total the size of the heap
 */
export function boxFacts(drawn: Drawn, box: number, total: number): readonly string[] {
  const { tree, by, boxes } = drawn
  const index = boxes.cell[box]!
  const cell = tree.cells[index]!
  const part = boxes.part[box]
  const change = boxGrowth(drawn, box)
  if (part === Part.rest) {
    const objects = by === 'object' ? [] : [formatCountOf(boxes.rest[index]!.objects, 'object')]
    return [...(change ? growthFacts(change) : sizeFacts(drawn, box, total)), ...objects]
  }
  const { subject, count, own } = cell
  const isCell = part === Part.cell
  const id = subject.what === 'object' ? [idText(subject.node.id)] : []
  const what = !isCell ? [] : id.length > 0 || count === 0 ? id : [formatCountOf(count, 'object')]
  if (change) return [...what, ...growthFacts(change)]
  const ofItsOwn = isCell && own > 0 ? [`${formatBytes(own)} of its own`] : []
  return [...what, ...sizeFacts(drawn, box, total), ...ofItsOwn]
}

function sizeFacts({ tree, boxes }: Drawn, box: number, total: number): readonly string[] {
  const cell = tree.cells[boxes.cell[box]!]!
  const size = boxes.size[box]!
  const above = boxes.part[box] === Part.cell ? tree.cells[cell.parent] : cell
  const facts = [formatBytes(size), formatExactBytes(size), `${formatPercent(size, total)} of the heap`]
  return above ? [...facts, `${formatPercent(size, above.size)} of ${cellTitle(above)}`] : facts
}
