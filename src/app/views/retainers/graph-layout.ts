import { line, curveBumpY, scaleSqrt } from 'd3'
import { layoutLayers } from '#engine/layout/layered.ts'
import type { EdgeLook, PathBox } from '#engine/model/retainer-rows.ts'
import { allComeThrough, boxEdgeText, boxFigures, boxName, boxNumber, isFold } from './box-words.ts'

/** What type a text is set in. */
export type TextSize = 'name' | 'small' | 'code'
/** How wide a text is, in pixels. */
export type Measure = (text: string, size: TextSize) => number

export type BoxMark = 'root' | 'dominator' | 'selected' | 'fold' | 'other'

/** A box as it is drawn, in pixels from the top left. Texts fit into it. */
export interface DrawnBox {
  readonly row: PathBox
  readonly mark: BoxMark
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly name: string
  /** How far from the left it begins. */
  readonly nameX: number
  /** Stands behind the name, and how far from the left. */
  readonly number: string
  readonly numberX: number
  readonly figures: string
  /** The reference that leads here, written above the box; null where there is none to tell. */
  readonly edge: { readonly text: string; readonly width: number } | null
}

export interface DrawnEdge {
  /** The id of the box it leads to. */
  readonly id: string
  readonly d: string
  readonly thickness: number
  readonly look: EdgeLook
}

export interface DrawnGraph {
  readonly width: number
  readonly height: number
  /** Each after the one above it. */
  readonly boxes: readonly DrawnBox[]
  readonly edges: readonly DrawnEdge[]
}

const HEIGHT = 44
const LEAST_WIDTH = 92
/** A fold that only says that there is more below. */
const PILL = 22
const PILL_X = 8
const MOST_WIDTH = 188
/** From the left of a box to its name: the kind's letter stands before it. */
const NAME_X = 28
const PAD = 10
const GAPS = { gapX: 14, gapY: 54 }
/** Between a name and the number behind it. */
const SPACE = 6

/** Fits texts into boxes and lays the boxes out in layers from the roots down. */
export function layoutGraph(boxes: readonly PathBox[], measure: Measure): DrawnGraph {
  const texts = boxes.map((row) => fitted(row, measure))
  const index = new Map(boxes.map(({ id }, i) => [id, i]))
  const links = boxes.flatMap(({ above }, to) =>
    above === null ? [] : [{ from: index.get(above) ?? 0, to }],
  )
  const sizes = texts.map(({ width, height }) => ({ width, height }))
  const layout = layoutLayers(sizes, links, GAPS)
  const thickness = scaleSqrt([0, Math.max(1, boxes[0]?.through.count ?? 1)], [1, 4.5])
  const path = line().curve(curveBumpY)
  return {
    width: layout.width,
    height: layout.height,
    boxes: texts.map((text, i) => ({ ...text, x: layout.x[i] ?? 0, y: layout.y[i] ?? 0 })),
    edges: links.flatMap(({ to }, i) => {
      const row = boxes[to]
      if (!row) return []
      const points = pairs(layout.points[i] ?? [])
      return [
        {
          id: row.id,
          d: path(points) ?? '',
          thickness: thickness(row.through.count),
          look: row.edge?.look ?? 'named',
        },
      ]
    }),
  }
}

function fitted(row: PathBox, measure: Measure): Omit<DrawnBox, 'x' | 'y'> {
  if (row.kind === 'below') return pill(row, measure)
  const room = MOST_WIDTH - NAME_X - PAD
  const number = boxNumber(row)
  const numberWidth = number === '' ? 0 : SPACE + measure(number, 'small')
  const name = fit(boxName(row), room - numberWidth, (text) => measure(text, 'name'))
  const figures = fit(boxFigures(row), MOST_WIDTH - 2 * PAD, (text) => measure(text, 'small'))
  const nameWidth = measure(name, 'name')
  const line1 = NAME_X + nameWidth + numberWidth + PAD
  const width = Math.ceil(
    Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, line1, measure(figures, 'small') + 2 * PAD)),
  )
  const isNamed = row.kind === 'objects' && row.edge !== null && row.edge.type !== 'shortcut'
  const text = isNamed && row.edge ? fit(boxEdgeText(row.edge), width, (edge) => measure(edge, 'code')) : ''
  return {
    row,
    mark: markOf(row),
    width,
    height: HEIGHT,
    nameX: NAME_X,
    name,
    number,
    numberX: NAME_X + nameWidth + SPACE,
    figures,
    edge: text === '' ? null : { text, width: measure(text, 'code') },
  }
}

function pill(row: PathBox, measure: Measure): Omit<DrawnBox, 'x' | 'y'> {
  const name = `▾ ${boxName(row)}`
  const nameWidth = measure(name, 'name')
  return {
    row,
    mark: 'fold',
    width: Math.ceil(nameWidth + 2 * PILL_X),
    height: PILL,
    nameX: PILL_X,
    name,
    number: '',
    numberX: PILL_X + nameWidth,
    figures: '',
    edge: null,
  }
}

function markOf(row: PathBox): BoxMark {
  if (row.kind === 'root') return 'root'
  if (isFold(row)) return 'fold'
  if (allComeThrough(row)) return 'dominator'
  return row.selected.count > 0 ? 'selected' : 'other'
}

/** As much of a text as fits, with an ellipsis where it is cut. */
export function fit(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text
  const characters = Array.from(text)
  let low = 0
  let high = characters.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (widthOf(`${characters.slice(0, middle).join('')}…`) <= room) low = middle
    else high = middle - 1
  }
  return `${characters.slice(0, low).join('')}…`
}

function pairs(points: readonly number[]): [number, number][] {
  return Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i] ?? 0, points[2 * i + 1] ?? 0])
}
