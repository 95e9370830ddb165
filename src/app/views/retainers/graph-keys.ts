import type { DrawnGraph } from './graph-layout.ts'

/**
 * The box that an arrow key leads to from another: down to the first of those below it, up to the one above, and
 * sideways to its neighbour in the same layer. The same box where there is none.
 */
export function boxAfterKey({ boxes }: DrawnGraph, id: string, key: string): string {
  const at = boxes.find(({ row }) => row.id === id)
  if (!at) return boxes[0]?.row.id ?? id
  const layer = boxes.filter(({ y }) => y === at.y).toSorted((a, b) => a.x - b.x)
  const below = boxes.filter(({ row }) => row.above === id).toSorted((a, b) => a.x - b.x)
  switch (key) {
    case 'ArrowUp':
      return at.row.above ?? id
    case 'ArrowDown':
      return below[0]?.row.id ?? id
    case 'ArrowLeft':
      return layer[layer.indexOf(at) - 1]?.row.id ?? id
    case 'ArrowRight':
      return layer[layer.indexOf(at) + 1]?.row.id ?? id
    case 'Home':
      return boxes[0]?.row.id ?? id
    case 'End':
      return boxes.toSorted((a, b) => a.y - b.y || a.x - b.x).at(-1)?.row.id ?? id
    default:
      return id
  }
}
