import { SYSTEM_DISTANCE } from '#engine/model/graph.ts'
import type { EdgeRow, ObjectDetail, Page } from '#engine/model/rows.ts'
import { pythonPathText } from '#engine/model/python-path-text.ts'
import type { Sum } from '#engine/model/retainer-rows.ts'
import type { Io } from '../io.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, formatBytes, formatCount, formatName, type Paint, paintFor } from '../text.ts'
import { edgeText, nameOf, stepsText } from './path-steps.ts'

const COLUMNS: readonly Column[] = [
  { title: 'retained', align: 'right' },
  { title: 'shallow', align: 'right' },
  { title: 'reference', align: 'left' },
  { title: 'object', align: 'left' },
]

/** Everything about one object that both forms of output show. */
export interface ObjectReport {
  readonly detail: ObjectDetail
  /** All that an object of Python leads to; null of others. */
  readonly deep: Sum | null
  readonly references: Page<EdgeRow>
  readonly retainers: Page<EdgeRow>
}

/** One object for people: sizes, the path that keeps it alive, its neighbours. */
export function objectText({ detail, deep, references, retainers }: ObjectReport, io: Io): string {
  const paint = paintFor(io)
  const { node, dominator } = detail
  return [
    `${paint.strong(nameOf(node))}  ${node.type}`,
    `retained   ${sizeText(node.retainedSize)}`,
    `shallow    ${sizeText(node.shallowSize)}`,
    ...(deep ? [`deep       ${sizeText(deep.bytes)} in ${formatCount(deep.count)} objects`] : []),
    `distance   ${distanceText(node.distance)}`,
    `dominator  ${dominator ? nameOf(dominator) : 'none: this is the root'}`,
    '',
    paint.strong('Why it is alive'),
    pathText(detail, paint),
    '',
    listText('Retainers', retainers, paint),
    listText('References', references, paint).trimEnd(),
    '',
  ].join('\n')
}

/** What a path may take as one line. */
const MOST_PATH = 500

function pathText({ node, path, dominator }: ObjectDetail, paint: Paint): string {
  if (!path || path.length === 0) {
    return dominator === null
      ? 'It is the root.'
      : 'Nothing but weak references leads here; it can be collected.'
  }
  const asWritten = node.python ? `${paint.strong(formatName(pythonPathText(path), MOST_PATH))}\n` : ''
  return `${asWritten}${stepsText(path)}\n${paint.quiet('◆ every path from the root comes through here')}`
}

function listText(title: string, { total, rows }: Page<EdgeRow>, paint: Paint): string {
  const head = paint.strong(`${title} (${formatCount(total)})`)
  if (total === 0) return `${head}\nnone\n`
  const table = formatTable(
    COLUMNS,
    rows.map(({ edgeType, edgeName, written, essential, node }) => [
      bytesCell(node.retainedSize ?? 0),
      bytesCell(node.shallowSize),
      edgeText(edgeType, edgeName, written) + (essential ? '' : ' (keeps nothing alive)'),
      nameOf(node),
    ]),
    paint,
  )
  const rest =
    rows.length < total
      ? `${paint.quiet(`showing ${formatCount(rows.length)} of ${formatCount(total)}; --limit ${total} shows all`)}\n`
      : ''
  return `${head}\n${table}${rest}`
}

function sizeText(bytes: number | null): string {
  if (bytes === null) return 'not known'
  return bytes < 1024 ? `${bytes} B` : `${formatBytes(bytes)} (${formatCount(bytes)} B)`
}

function distanceText(distance: number | null): string {
  if (distance === null) return 'none: nothing leads to it'
  return distance >= SYSTEM_DISTANCE
    ? `${formatCount(distance - SYSTEM_DISTANCE)} from the system's side only`
    : `${formatCount(distance)} from the nearest root`
}
