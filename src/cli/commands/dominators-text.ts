import { idText } from '#engine/base/id-text.ts'
import type { TreeBy, TreeCell, TreeCells } from '#engine/model/dominator-rows.ts'
import type { Io } from '../io.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, formatCount, formatName, type Paint, paintFor } from '../text.ts'

const COLUMNS: readonly Column[] = [
  { title: 'Retained', align: 'right' },
  { title: 'Share', align: 'right' },
  { title: 'Shallow', align: 'right' },
  { title: 'Dominator tree', align: 'left' },
]

/** Deeper lines are not indented any further. */
const DEEPEST_INDENT = 40

const NOUNS: Readonly<Record<TreeBy, readonly [string, string]>> = {
  class: ['class', 'classes'],
  object: ['object', 'objects'],
  module: ['module', 'modules'],
}

/** The tree for people: a line for each cell, and one for what each cell holds besides those listed. */
export function dominatorsText(tree: TreeCells, by: TreeBy, total: number, io: Io): string {
  return dominatorLines(tree, by, total, paintFor(io))
}

/** The same for any surface. @param total bytes of the whole heap */
export function dominatorLines(tree: TreeCells, by: TreeBy, total: number, paint: Paint): string {
  const rows: string[][] = []
  const row = (size: number, own: number | null, depth: number, text: string): void => {
    const indent = '  '.repeat(Math.min(depth, DEEPEST_INDENT))
    rows.push([bytesCell(size), share(size, total), own === null ? '' : bytesCell(own), `${indent}${text}`])
  }
  // A stack, since a list of objects may be as deep as it is long; what was pushed last comes first.
  const below = cellsBelow(tree.cells)
  const stack: { readonly cell: number; readonly isRest: boolean }[] = [{ cell: 0, isRest: false }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const cell = tree.cells[next.cell]!
    const { rest, depth } = cell
    if (next.isRest) {
      row(rest.size, null, depth + 1, `… ${restText(cell, by, depth >= tree.maxDepth)}`)
      continue
    }
    row(cell.size, cell.own, depth, cellText(cell))
    if (rest.size > 0) stack.push({ cell: next.cell, isRest: true })
    for (const child of below[next.cell]!.toReversed()) stack.push({ cell: child, isRest: false })
  }
  const table = formatTable(COLUMNS, rows, paint)
  if (!tree.full) return table
  return `${table}${paint.quiet(`only the ${formatCount(tree.cells.length)} largest are listed; the rest is counted where it belongs`)}\n`
}

function cellsBelow(cells: readonly TreeCell[]): number[][] {
  const below = cells.map((): number[] => [])
  for (const [i, { parent }] of cells.entries()) if (parent !== -1) below[parent]!.push(i)
  return below
}

function cellText({ subject, count }: TreeCell): string {
  if (subject.what === 'object') {
    const { id, name, className, kind } = subject.node
    const title = name === '' && kind === 'root' ? '(root)' : formatName(name || className)
    return `${title} ${idText(id)}`
  }
  const name = formatName(subject.group.name)
  return count > 1 ? `${name} ×${formatCount(count)}` : name
}

function restText({ rest }: TreeCell, by: TreeBy, isDeeper: boolean): string {
  const [one, several] = NOUNS[by]
  const noun = rest.cells === 1 ? one : several
  const text = isDeeper
    ? `${formatCount(rest.cells)} ${noun} deeper`
    : `${formatCount(rest.cells)} smaller ${noun}`
  if (by === 'object') return text
  return `${text}, ${formatCount(rest.objects)} ${rest.objects === 1 ? 'object' : 'objects'}`
}

/** What is too small to show is `<0.1%`, and only the whole is 100%. */
function share(size: number, total: number): string {
  if (size === 0 || total === 0) return '0.0%'
  const percent = (size / total) * 100
  if (percent < 0.05) return '<0.1%'
  if (percent >= 99.95 && percent < 100) return '>99.9%'
  return `${percent.toFixed(1)}%`
}
