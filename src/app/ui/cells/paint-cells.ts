import { Part } from '#engine/layout/boxes.ts'
import { formatBytes } from '../format.ts'
import { kindLook } from '../kinds.ts'
import type { CellColors } from './cell-colors.ts'
import { boxTitle, cellKind, type Drawn } from './cell-words.ts'
import { fitText } from './fit-text.ts'
import { boxGrowth } from './growth-look.ts'
import { growthFill, hatch, paintGrowth } from './paint-growth.ts'

/** A stripe in the colour of the kind stands at the left of a cell that is wide enough. */
const STRIPE = 3
const STRIPE_FROM = 18
/** From here on a gap parts a box from the next. */
const GAP_FROM = 3
const TEXT_FROM = 22
const PADDING = 6
const LINE_HEIGHT = 22
const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
const LETTER_FONT = '600 10px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'

/** Where the words of a box start, and how much room they have. */
interface TextRoom {
  readonly x: number
  readonly y: number
  readonly width: number
}

/**
 * Paints all boxes, with names where they fit: cells in the colours of their kinds, own bytes hatched, gathered ones plain;
 * where cells say what changed, all of them by that.
 */
export function paintCells(context: CanvasRenderingContext2D, drawn: Drawn, colors: CellColors): void {
  const { boxes } = drawn
  context.textBaseline = 'middle'
  for (let box = 0; box < boxes.count; box++) {
    const width = boxes.width[box]!
    const height = boxes.height[box]!
    if (width < 0.3 || height < 0.3) continue
    const gap = width > GAP_FROM ? 1 : 0
    const rect = [
      boxes.x[box]!,
      boxes.y[box]!,
      Math.max(0.5, width - gap),
      Math.max(0.5, height - 1),
    ] as const
    paintFill(context, drawn, box, rect, colors)
    if (width < TEXT_FROM || height < 12) continue
    paintWords(context, drawn, box, colors)
  }
}

type Rect = readonly [x: number, y: number, width: number, height: number]

function paintFill(
  context: CanvasRenderingContext2D,
  drawn: Drawn,
  box: number,
  rect: Rect,
  colors: CellColors,
): void {
  const { tree, boxes } = drawn
  const change = boxGrowth(drawn, box)
  if (change) {
    paintGrowth(context, change, rect, colors.growth)
    if (boxes.part[box] !== Part.cell) outline(context, rect, colors.line)
    return
  }
  const part = boxes.part[box]
  if (part !== Part.cell) {
    context.fillStyle = colors.sunk
    context.fillRect(...rect)
    if (part === Part.own) hatch(context, rect, colors.line)
    else outline(context, rect, colors.line)
    return
  }
  const cell = tree.cells[boxes.cell[box]!]!
  const { even, odd, small, edge } = colors.kinds[cellKind(cell)]
  const isSmall = rect[2] < STRIPE_FROM
  context.fillStyle = isSmall ? small : cell.depth % 2 === 0 ? even : odd
  context.fillRect(...rect)
  if (isSmall) return
  context.fillStyle = edge
  context.fillRect(rect[0], rect[1], STRIPE, rect[3])
}

function paintWords(context: CanvasRenderingContext2D, drawn: Drawn, box: number, colors: CellColors): void {
  const { tree, boxes } = drawn
  const room = textRoom(drawn, box)
  const measure = (text: string) => context.measureText(text).width
  const change = boxGrowth(drawn, box)
  // Quiet text would be lost on the stronger colours of growth, and any text on its hatching.
  const quiet = change ? colors.text : colors.quiet
  const ground = change && change.added > 0 ? growthFill(change, colors.growth) : null
  const write = (text: string, at: number, color: string): void => {
    if (ground !== null) {
      context.fillStyle = ground
      context.fillRect(at - 2, room.y - 8, measure(text) + 4, 15)
    }
    context.fillStyle = color
    context.fillText(text, at, room.y)
  }
  let { x, width } = room
  if (boxes.part[box] === Part.cell) {
    context.font = LETTER_FONT
    write(kindLook(cellKind(tree.cells[boxes.cell[box]!]!)).letter, x, colors.text)
    x += 12
    width -= 12
  }
  context.font = FONT
  const title = fitText(boxTitle(drawn, box), width, measure)
  if (title === '') return
  write(title, x, boxes.part[box] === Part.cell ? colors.text : quiet)
  const used = measure(title) + 10
  const size = formatBytes(boxes.size[box]!)
  if (title.endsWith('…') || used + measure(size) > width) return
  write(size, x + used, quiet)
}

/** The words stand in the first line of a box. */
function textRoom({ boxes }: Drawn, box: number): TextRoom {
  const isCell = boxes.part[box] === Part.cell
  const start = isCell ? STRIPE + 4 : PADDING
  const height = Math.min(boxes.height[box]! - 1, LINE_HEIGHT)
  return {
    x: boxes.x[box]! + start,
    y: boxes.y[box]! + height / 2 + 0.5,
    width: boxes.width[box]! - start - PADDING,
  }
}

function outline(context: CanvasRenderingContext2D, [x, y, width, height]: Rect, color: string): void {
  if (width < GAP_FROM || height < GAP_FROM) return
  context.strokeStyle = color
  context.lineWidth = 1
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1)
}
