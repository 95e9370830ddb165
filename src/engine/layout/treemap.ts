import type { Gathered, TreeCell } from '../model/dominator-rows.ts'
import { type Box, BoxCollector, type Boxes, Part } from './boxes.ts'
import { squarify } from './squarify.ts'

/** In the unit of the drawing, which is meant to be a pixel. */
export interface TreemapStyle {
  readonly width: number
  readonly height: number
  /** A cell gets boxes inside it where both sides of what is left for them are at least this. */
  readonly divideFrom: number
  /** Below the square of this a cell gets no box, but is gathered with its smaller neighbours. */
  readonly drawFrom: number
  /** Left free around the boxes inside a cell. */
  readonly margin: number
  /** Left free at the top of a divided cell for its name. */
  readonly header: number
}

/** Something inside a cell that wants a box. */
interface Item {
  readonly cell: number
  readonly part: number
  readonly size: number
}

/**
 * A treemap: the boxes of all that one cell holds fill it, each as large as its part: the cells below it, its own bytes,
 * and one for all that is gathered or would be too small to draw. Only sizes of boxes side by side compare; names and
 * margins take some room of each level.
 *
 * Not `d3-hierarchy`'s: it would make an object for each cell, and what is too small has to be gathered while dividing.
 * O(cells log cells).
 * @param cells each after the one above it, as `TreeCells` has them
 */
export function layTreemap(cells: readonly TreeCell[], style: TreemapStyle): Boxes {
  const boxes = new BoxCollector()
  const below = cellsBelow(cells)
  const gathered: Gathered[] = cells.map(({ rest }) => rest)
  const queue: { readonly cell: number; readonly box: Box }[] = []
  if (cells.length > 0) queue.push({ cell: 0, box: { x: 0, y: 0, width: style.width, height: style.height } })
  // A queue and not a stack: a box comes after the one around it, whichever branch it is on.
  for (const { cell, box } of queue) {
    const own = cells[cell]!
    boxes.add(box, cell, Part.cell, own.size)
    if (below[cell]!.length === 0 && own.rest.size === 0) continue
    const inner = innerBox(box, style)
    if (Math.min(inner.width, inner.height) < style.divideFrom) continue
    const { items, rest } = itemsIn(cells, cell, below[cell]!, (inner.width * inner.height) / own.size, style)
    gathered[cell] = rest
    for (const [i, part] of squarify(
      items.map(({ size }) => size),
      inner,
    ).entries()) {
      const item = items[i]!
      if (item.part === Part.cell) queue.push({ cell: item.cell, box: part })
      else boxes.add(part, item.cell, item.part, item.size)
    }
  }
  return boxes.boxes(gathered)
}

function cellsBelow(cells: readonly TreeCell[]): readonly (readonly number[])[] {
  const below = cells.map((): number[] => [])
  for (const [i, { parent }] of cells.entries()) if (parent !== -1) below[parent]!.push(i)
  return below
}

function innerBox({ x, y, width, height }: Box, { margin, header }: TreemapStyle): Box {
  return {
    x: x + margin,
    y: y + header,
    width: Math.max(0, width - 2 * margin),
    height: Math.max(0, height - header - margin),
  }
}

/** What a cell holds, the largest first, and what of it is gathered. */
function itemsIn(
  cells: readonly TreeCell[],
  cell: number,
  below: readonly number[],
  scale: number,
  { drawFrom }: TreemapStyle,
): { readonly items: readonly Item[]; readonly rest: Gathered } {
  const items: Item[] = []
  let { cells: count, objects, size } = cells[cell]!.rest
  for (const child of below) {
    const its = cells[child]!
    if (its.size * scale >= drawFrom * drawFrom) {
      items.push({ cell: child, part: Part.cell, size: its.size })
      continue
    }
    count++
    objects += its.heads
    size += its.size
  }
  if (size > 0) items.push({ cell, part: Part.rest, size })
  if (cells[cell]!.own > 0) items.push({ cell, part: Part.own, size: cells[cell]!.own })
  items.sort((a, b) => b.size - a.size)
  return { items, rest: { cells: count, objects, size } }
}
