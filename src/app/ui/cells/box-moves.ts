import { Part } from '#engine/layout/boxes.ts'
import type { Drawn } from './cell-words.ts'

/** Narrower boxes cannot be seen, so the keys pass over them. */
const SEEN_FROM = 0.75

/** The box around, or above, a box; -1 for the first. */
export function boxAbove({ tree, boxes }: Drawn, box: number): number {
  const cell = boxes.cell[box]!
  if (boxes.part[box] !== Part.cell) return boxes.boxOf[cell]!
  const { parent } = tree.cells[cell]!
  return parent === -1 ? -1 : boxes.boxOf[parent]!
}

/** The boxes right inside, or below, a box, the largest cell first, the rest and the own bytes last. O(boxes). */
export function boxesBelow(drawn: Drawn, box: number): number[] {
  const { boxes } = drawn
  const below: number[] = []
  for (let i = 0; i < boxes.count; i++) {
    if (i !== box && boxAbove(drawn, i) === box && isSeen(drawn, i)) below.push(i)
  }
  return below.sort((a, b) => Number(boxes.part[a] !== Part.cell) - Number(boxes.part[b] !== Part.cell))
}

/**
 * Where an arrow key leads from a box: down to the largest inside it, up to the one around it, sideways to the next in
 * its row of an icicle, or to the next in the same box of a treemap. -1 where there is none. O(boxes).
 */
export function boxTowards(drawn: Drawn, box: number, key: string, inRows: boolean): number {
  if (key === 'ArrowUp') return boxAbove(drawn, box)
  if (key === 'ArrowDown') return boxesBelow(drawn, box)[0] ?? -1
  const row = besideBox(drawn, box, inRows)
  const at = row.indexOf(box)
  switch (key) {
    case 'ArrowLeft':
      return row[at - 1] ?? -1
    case 'ArrowRight':
      return row[at + 1] ?? -1
    case 'Home':
      return row[0] ?? -1
    case 'End':
      return row.at(-1) ?? -1
    default:
      return -1
  }
}

function besideBox(drawn: Drawn, box: number, inRows: boolean): number[] {
  const { boxes } = drawn
  if (!inRows) {
    const above = boxAbove(drawn, box)
    return above === -1 ? [box] : boxesBelow(drawn, above)
  }
  const row: number[] = []
  for (let i = 0; i < boxes.count; i++) if (boxes.y[i] === boxes.y[box] && isSeen(drawn, i)) row.push(i)
  return row.sort((a, b) => boxes.x[a]! - boxes.x[b]!)
}

function isSeen({ boxes }: Drawn, box: number): boolean {
  return boxes.width[box]! >= SEEN_FROM && boxes.height[box]! >= SEEN_FROM
}
