import type { EdgeLook } from '#engine/model/retainer-rows.ts'
import { kindLook } from '#app/ui/kinds.ts'
import type { BoxMark, DrawnBox, DrawnGraph } from './graph-layout.ts'

/** What the drawing is painted with outside the page, where its style sheets do not reach. */
export interface Paint {
  readonly page: string
  readonly surface: string
  readonly soft: string
  readonly line: string
  readonly text: string
  readonly quiet: string
  readonly accent: string
  readonly sans: string
  readonly mono: string
  /** The value of a token such as `var(--kind-object)`. */
  readonly resolve: (token: string) => string
}

/** How references of each look are dashed; on the page the style sheet says the same. */
export const DASHES: Readonly<Record<EdgeLook, string>> = {
  named: '',
  machine: '',
  collection: '5 4',
  'weak-map': '1 4',
}

const MARGIN = 24
const TITLE = 28
/** About the widest that a letter of the title is on average. */
const TITLE_LETTER = 8

/** The drawing as an SVG file that stands alone. */
export function graphSvg({ width, height, boxes, edges }: DrawnGraph, title: string, paint: Paint): string {
  const w = Math.ceil(Math.max(width, title.length * TITLE_LETTER) + 2 * MARGIN)
  const h = Math.ceil(height + 2 * MARGIN + TITLE)
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="${escaped(paint.sans)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${w}" height="${h}" fill="${paint.page}"/>`,
    `<text x="${MARGIN}" y="${MARGIN + 4}" font-size="13" font-weight="600" fill="${paint.text}">${escaped(title)}</text>`,
    `<g transform="translate(${MARGIN} ${MARGIN + TITLE})">`,
    ...edges.map(({ d, thickness, look }) => {
      const stroke = look === 'named' ? paint.quiet : paint.line
      const dash = DASHES[look] === '' ? '' : ` stroke-dasharray="${DASHES[look]}"`
      return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${thickness.toFixed(1)}"${dash}/>`
    }),
    ...boxes.map((box) => boxSvg(box, paint)),
    '</g>',
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

function boxSvg(box: DrawnBox, paint: Paint): string {
  const { row, x, y, width, height, mark } = box
  const stroke = mark === 'dominator' || mark === 'selected' ? paint.accent : paint.line
  const fill = mark === 'selected' || row.selected.count > 0 ? paint.soft : paint.surface
  const dash = mark === 'fold' ? ' stroke-dasharray="4 3"' : ''
  const label = box.edge
    ? [
        `<rect x="${x + width / 2 - box.edge.width / 2 - 3}" y="${y - 20}" width="${box.edge.width + 6}" height="15" fill="${paint.page}"/>`,
        `<text x="${x + width / 2}" y="${y - 9}" text-anchor="middle" font-size="11" font-family="${escaped(paint.mono)}" fill="${paint.quiet}">${escaped(box.edge.text)}</text>`,
      ]
    : []
  return [
    ...label,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${stroke}" stroke-width="${mark === 'dominator' ? 2 : 1}"${dash}/>`,
    badgeSvg(box, paint),
    `<text x="${x + box.nameX}" y="${y + nameY(box)}" font-size="12" font-weight="600" fill="${paint.text}">${escaped(box.name)}</text>`,
    `<text x="${x + box.numberX}" y="${y + 18}" font-size="11" fill="${paint.quiet}">${escaped(box.number)}</text>`,
    `<text x="${x + 10}" y="${y + 35}" font-size="11" fill="${paint.quiet}">${escaped(box.figures)}</text>`,
  ].join('\n')
}

/** From the top of a box down to the line that its name stands on. */
export function nameY({ row }: DrawnBox): number {
  return row.kind === 'below' ? 15 : 18
}

function badgeSvg({ row, x, y, mark }: DrawnBox, paint: Paint): string {
  if (row.kind === 'below') return ''
  if (mark === 'dominator') {
    return `<path d="M${x + 16} ${y + 7}l7 7l-7 7l-7 -7z" fill="${paint.accent}"/>`
  }
  if (!row.classRow)
    return `<circle cx="${x + 16}" cy="${y + 14}" r="${mark === 'root' ? 5 : 3}" fill="${paint.quiet}"/>`
  const { color, letter } = kindLook(row.classRow.kind)
  return [
    `<rect x="${x + 9}" y="${y + 7}" width="14" height="14" rx="3" fill="${paint.resolve(color)}"/>`,
    `<text x="${x + 16}" y="${y + 17.5}" text-anchor="middle" font-size="10" font-weight="600" fill="#fff">${escaped(letter)}</text>`,
  ].join('')
}

export const MARK_WORDS: Readonly<Record<Exclude<BoxMark, 'root'>, string>> = {
  dominator: 'every path to every selected object comes through here',
  selected: 'holds selected objects',
  fold: 'folded: opens into more',
  other: 'a retainer on some of the paths',
}

export const LOOK_WORDS: Readonly<Record<EdgeLook, string>> = {
  named: 'a reference that the program names',
  machine: 'one that no program names',
  collection: 'an element or entry: how caches hold',
  'weak-map': 'from a WeakMap’s key to its value',
}

/** Text and attribute values; control characters, which no XML may hold, are dropped. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\ufffe\uffff\ud800-\udfff]/gu, '')
    .replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0) ?? 0};`)
}
