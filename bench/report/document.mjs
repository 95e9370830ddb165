import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { markdownTable } from '../measure/table.mjs'
import { fileSection } from './file-section.mjs'
import { scalingTable } from './scaling.mjs'
import { stepsTable } from './steps.mjs'

const PERFORMANCE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))
const PLOT = fileURLToPath(new URL('../../docs/images/performance.svg', import.meta.url))

/**
 * The generated parts of `docs/performance.md`, by the names of their markers.
 * @param facts `machine`, a sentence; `notRunnable`, names of tools with the reason; `checked`, the targets; `plot`
 */
export function documentParts(results, { machine, notRunnable, checked, plot }) {
  return {
    targets: `${machine}\n\n${targetTable(checked)}`,
    scaling: [plot && `![${plot.description}](images/performance.svg)`, scalingTable(results)]
      .filter(Boolean)
      .join('\n\n'),
    files: [...results.map(fileSection), ...notRunnable.map(notRunnableLine)].join('\n\n'),
    steps: stepsTable(results),
  }
}

/** Puts each part between its markers in the text. @throws Error when a part has no markers */
export function withParts(text, parts) {
  return Object.entries(parts).reduce((whole, [name, part]) => {
    const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- bench: end of ${name} -->`]
    const [from, to] = [whole.indexOf(begin), whole.indexOf(end)]
    if (from === -1 || to < from) {
      throw new Error(`docs/performance.md has no markers for the bench's ${name}.`)
    }
    return `${whole.slice(0, from + begin.length)}\n\n${part}\n\n${whole.slice(to)}`
  }, text)
}

export function writeDocument(parts, plot) {
  writeFileSync(PERFORMANCE, withParts(readFileSync(PERFORMANCE, 'utf8'), parts))
  if (plot) {
    writeFileSync(PLOT, plot.svg)
  }
}

export function targetTable(checked) {
  return markdownTable(
    ['target', 'wanted', 'measured', 'met'],
    checked.map(({ name, wanted, measured, met }) => [
      name,
      wanted,
      measured,
      met === undefined ? '–' : met ? 'yes' : 'no',
    ]),
  )
}

export function notRunnableLine({ name, reason }) {
  return `${name} is not runnable on this machine: ${reason}`
}
