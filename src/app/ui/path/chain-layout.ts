import { link, curveBumpY, symbol, symbolCircle, symbolDiamond, symbolSquare } from 'd3'

/** What is drawn beside a row of the path. */
export type ChainPart = 'root' | 'dominator' | 'other' | 'fold' | 'target'

interface Mark {
  readonly part: ChainPart
  readonly x: number
  readonly y: number
  /** The mark's outline around (0, 0). */
  readonly shape: string
}

/** The drawing beside the rows of a path, in pixels. */
export interface ChainDrawing {
  readonly width: number
  readonly height: number
  readonly marks: readonly Mark[]
  /** The lines between marks that follow each other; `loose` where one end can be gone round. */
  readonly links: readonly { readonly d: string; readonly loose: boolean }[]
}

/** Height of a row. A reference that leads to it takes a line of its own above. */
const ROW = 24
const EDGE = 16

/** A row of the path. */
export interface ChainItem {
  readonly part: ChainPart
  /** Whether the name of a reference stands above it. */
  readonly edge: boolean
}

export function rowHeight({ edge }: ChainItem): number {
  return edge ? ROW + EDGE : ROW
}

/** From the bottom of a row up to the middle of its mark. */
const BASE = 12
/** What every path comes through stands on the spine; what can be gone round stands beside it. */
const SPINE = 10
const ASIDE = 24

const draw = symbol()
const SHAPES: Readonly<Record<ChainPart, string>> = {
  root: draw.type(symbolCircle).size(36)() ?? '',
  dominator: draw.type(symbolDiamond).size(70)() ?? '',
  other: draw.type(symbolCircle).size(50)() ?? '',
  fold: draw.type(symbolCircle).size(12)() ?? '',
  target: draw.type(symbolSquare).size(70)() ?? '',
}

/** Places the marks of a path's rows on a spine from top to bottom, and the links between them. */
export function layoutChain(items: readonly ChainItem[]): ChainDrawing {
  let height = 0
  const marks = items.map((item): Mark => {
    const { part } = item
    height += rowHeight(item)
    return { part, x: part === 'other' ? ASIDE : SPINE, y: height - BASE, shape: SHAPES[part] }
  })
  const between = link<{ from: Mark; to: Mark }, Mark>(curveBumpY)
    .source(({ from }) => from)
    .target(({ to }) => to)
    .x(({ x }) => x)
    .y(({ y }) => y)
  const links = marks.slice(1).map((to, i) => {
    const from = marks[i] ?? to
    return { d: between({ from, to }) ?? '', loose: from.part === 'other' || to.part === 'other' }
  })
  return { width: ASIDE + BASE, height, marks, links }
}
