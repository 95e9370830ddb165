import { idText } from '#engine/base/id-text.ts'
import { isGlobalName } from '#engine/model/global-name.ts'
import { SYSTEM_DISTANCE } from '#engine/model/graph.ts'
import type { NodeRow, PathStep, Summary } from '#engine/model/rows.ts'
import { formatBytes, formatCountOf, formatPercent } from '#app/ui/format.ts'
import { shortTitle } from '#app/ui/node-title.ts'
import { pathText } from '#app/ui/path-text.ts'
import type { Part } from './composition.ts'

const OF_THE_PROGRAM: ReadonlySet<string> = new Set(['object', 'closure', 'string'])
/** Elements of a document, in it or taken out of it. */
const ELEMENT = /^(?:Detached )?</

/** Whether a node is one a program made and can let go of: no global object, none of the engine's or the browser's own. */
function isOfTheProgram({ kind, distance, name, python }: NodeRow): boolean {
  if (distance === null || distance < 2 || distance >= SYSTEM_DISTANCE) return false
  if (python) return python.role === null && OF_THE_PROGRAM.has(kind)
  if (kind === 'native') return ELEMENT.test(name)
  return OF_THE_PROGRAM.has(kind) && !name.startsWith('system / ') && !isGlobalName(name)
}

/** The biggest holder worth naming among the biggest objects: the program's own if there is one, else the first. */
export function biggestHolder(objects: readonly NodeRow[]): NodeRow | null {
  const known = objects.filter((object) => object.retainedSize !== null)
  return known.find(isOfTheProgram) ?? known[0] ?? null
}

/** What this heap is, in a sentence that stands alone. */
export function heapSentence(summary: Summary): string {
  const nodes = formatCountOf(summary.nodes, 'node')
  return `${summary.file} (${summary.format}) holds ${nodes} in ${formatBytes(summary.shallowSize)}.`
}

/** The three parts that take most, in a sentence; empty where there is nothing. */
export function partSentence(parts: readonly Part[], total: number): string {
  const largest = parts
    .filter((row) => row.shallowSize > 0)
    .toSorted((a, b) => b.shallowSize - a.shallowSize)
    .slice(0, 3)
    .map((row) => `${row.name} ${formatPercent(row.shallowSize, total)}`)
  return largest.length === 0 ? '' : `The largest parts by kind: ${largest.join(', ')}.`
}

/** Who keeps most alive and through what, in a sentence. */
export function holderSentence(
  holder: NodeRow,
  path: readonly PathStep[] | undefined,
  total: number,
): string {
  const who = isOfTheProgram(holder)
    ? 'The object of the program that keeps most alive is'
    : 'The object that keeps most alive is'
  const retained = holder.retainedSize ?? 0
  const share = `${formatBytes(retained)} (${formatPercent(retained, total)})`
  const through = path && path.length > 1 ? `, held through ${pathText(path)}` : ''
  return `${who} ${shortTitle(holder)} ${idText(holder.id)}${through}: without it ${share} would be freed.`
}
