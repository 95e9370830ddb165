import { z } from 'zod'
import type { EdgeRow, NodeRow, PathStep } from '#engine/model/rows.ts'
import { formatTable, type Column } from '../table.ts'
import { formatCount, type Paint } from '../text.ts'
import { stepsText } from '../commands/path-steps.ts'

/** What rows of several tools are made of, as data and as text. Sizes are bytes. */

/** Longer names are cut, with an ellipsis: a string's name is its value. */
const MAX_NAME = 200
/** Of a longer path its beginning and its end are told. */
const MOST_STEPS = 40

export const PLAIN: Paint = { strong: (text) => text, quiet: (text) => text }

export const size = z.int()
export const count = z.int()

/** A name of a heap as data. */
export function shortened(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name
}

/** The stretch of a list that an answer shows. */
export const pageOutput = {
  total: count.describe('All rows there are, listed or not.'),
  start: count.describe('Rows before the first one listed.'),
  shown: count.describe('Rows listed.'),
  next: count.nullable().describe('The start that lists the following rows; null at the end.'),
}

/** A stretch of a list in figures. */
export function pageData(total: number, start: number, shown: number) {
  const end = start + shown
  return { total, start, shown, next: end < total ? end : null }
}

/** What rows are called: one of them, and several. */
export type Noun = readonly [one: string, several: string]

/** `showing 20 of 41,223 classes; start: 20 shows the next`. */
export function pageText(total: number, start: number, shown: number, [one, several]: Noun): string {
  const all = `${formatCount(total)} ${total === 1 ? one : several}`
  if (shown === total) return all
  if (start >= total) return `there are ${all}, none from ${formatCount(start)} on`
  const { next } = pageData(total, start, shown)
  const from = start > 0 ? `, from ${formatCount(start)} on` : ''
  const more = next === null ? 'that is the end' : `start: ${next} shows the next`
  return `showing ${formatCount(shown)} of ${all}${from}; ${more}`
}

export const objectOutput = {
  id: z.int(),
  name: z.string(),
  class: z.string(),
  kind: z.string(),
  shallowSize: size,
  retainedSize: size.nullable(),
  distance: count.nullable(),
}

export function objectData({ id, name, className, kind, shallowSize, retainedSize, distance }: NodeRow) {
  return {
    id,
    name: shortened(name),
    class: shortened(className),
    kind,
    shallowSize,
    retainedSize,
    distance,
  }
}

const edgeName = z.union([z.string(), z.int()])

export const edgeOutput = z.object({
  edge: edgeName,
  edgeType: z.string(),
  essential: z.boolean().describe('Whether it keeps its target alive.'),
  ...objectOutput,
})

export function edgeData({ edgeName: name, edgeType, essential, node }: EdgeRow) {
  return { edge: shortenedEdge(name), edgeType, essential, ...objectData(node) }
}

export const pathOutput = z.object({
  steps: z.array(
    z.object({
      edge: edgeName.nullable().describe('The reference that leads here; null for the first.'),
      edgeType: z.string().nullable(),
      id: z.int(),
      name: z.string(),
      class: z.string(),
      retainedSize: size.nullable(),
      dominator: z.boolean().describe('Whether every path to the object comes through here.'),
    }),
  ),
  skipped: count.describe('Steps in the middle that are left out.'),
})

export function pathData(path: readonly PathStep[]) {
  const { first, last, skipped } = endsOf(path)
  const steps = [...first, ...last].map(({ edge, node, dominator }) => ({
    edge: edge && shortenedEdge(edge.name),
    edgeType: edge?.type ?? null,
    id: node.id,
    name: shortened(node.name),
    class: shortened(node.className),
    retainedSize: node.retainedSize,
    dominator,
  }))
  return { steps, skipped }
}

export function pathText(path: readonly PathStep[]): string {
  if (path.length === 0) return 'Nothing but weak references leads here, or it is the root.'
  const { first, last, skipped } = endsOf(path)
  if (skipped === 0) return stepsText(path)
  return `${stepsText(first)}\n  … ${formatCount(skipped)} steps are left out\n${stepsText(last)}`
}

function endsOf(path: readonly PathStep[]) {
  if (path.length <= MOST_STEPS) return { first: path, last: [], skipped: 0 }
  const half = MOST_STEPS / 2
  return { first: path.slice(0, half), last: path.slice(-half), skipped: path.length - MOST_STEPS }
}

function shortenedEdge(name: string | number): string | number {
  return typeof name === 'string' ? shortened(name) : name
}

/** A table as text: columns with a `>` before their title stand to the right. */
export function tableText(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = titles.map((title): Column => {
    const right = title.startsWith('>')
    return { title: right ? title.slice(1) : title, align: right ? 'right' : 'left' }
  })
  return formatTable(columns, rows, PLAIN)
}
