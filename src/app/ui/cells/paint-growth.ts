import type { GrowthColors } from './cell-colors.ts'
import { type BoxGrowth, stepOf } from './growth-look.ts'

type Rect = readonly [x: number, y: number, width: number, height: number]

/** Narrower hatching is no pattern any more. */
const HATCH_FROM = 3

/** Fills a box by how it changed; at its right the part that is new is hatched. */
export function paintGrowth(
  context: CanvasRenderingContext2D,
  change: BoxGrowth,
  rect: Rect,
  growth: GrowthColors,
): void {
  const [x, y, width, height] = rect
  context.fillStyle = growthFill(change, growth)
  context.fillRect(...rect)
  if (change.added <= 0 || change.size <= 0) return
  const hatched = (Math.min(change.added, change.size) / change.size) * width
  if (hatched >= HATCH_FROM) hatch(context, [x + width - hatched, y, hatched, height], growth.hatch, 0.5)
}

/** The colour of a box that changed so. */
export function growthFill(change: BoxGrowth, { grown, shrunk, unchanged }: GrowthColors): string {
  if (change.growth === 0) return unchanged
  return (change.growth > 0 ? grown : shrunk)[stepOf(change)]!
}

/** Thin diagonal lines. */
export function hatch(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: Rect,
  color: string,
  alpha = 0.45,
): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  context.strokeStyle = color
  context.globalAlpha = alpha
  context.lineWidth = 1
  context.beginPath()
  for (let at = x - height; at < x + width; at += 6) {
    context.moveTo(at, y + height)
    context.lineTo(at + height, y)
  }
  context.stroke()
  context.restore()
}
