import { markdownTable, megabytes } from '../measure/table.mjs'
import { medianOf, stepTimes } from './results.mjs'

/** Small files are mostly start-up. */
const FILES = ['ast-150', 'ast-1000', 'ast-4300']
const REST = 'rest: start-up, answering, end'

/**
 * Where the command line's time goes: per phase of `summary --json` its seconds, and nanoseconds per node and per edge
 * of the file. `rest` is the whole command's time without all phases.
 * @returns an empty text where none of the files was measured
 */
export function stepsTable(results) {
  const shown = FILES.map((id) => results.find((result) => result.id === id)).filter(
    (result) => medianOf(result, 'heapscope') !== undefined,
  )
  if (shown.length === 0) {
    return ''
  }
  const columns = shown.map((result) => ({ result, steps: withRest(result) }))
  const names = [...new Set(columns.flatMap(({ steps }) => [...steps.keys()]))]
  const ordered = [...names.filter((name) => name !== REST && name !== 'whole'), REST, 'whole']
  return markdownTable(
    ['', ...shown.flatMap(({ bytes }) => [`${megabytes(bytes)}: seconds`, 'ns per node', 'ns per edge'])],
    ordered.map((name) => [name, ...columns.flatMap(({ result, steps }) => cells(result, steps.get(name)))]),
  )
}

function withRest(result) {
  const steps = stepTimes(result, 'heapscope')
  const whole = medianOf(result, 'heapscope') * 1000
  const sum = [...steps.values()].reduce((all, ms) => all + ms, 0)
  return new Map([...steps, [REST, whole - sum], ['whole', whole]])
}

function cells({ nodes, edges }, ms) {
  if (ms === undefined) {
    return ['', '', '']
  }
  return [(ms / 1000).toFixed(2), ((ms * 1e6) / nodes).toFixed(0), ((ms * 1e6) / edges).toFixed(1)]
}
