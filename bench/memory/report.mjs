import { markdownTable, median, megabytes } from '../measure/table.mjs'

/** Of the steps of several rounds, which are the same in each, the medians. */
export function medianSteps(rounds) {
  const medianOf = (i, value) => median(rounds.map((steps) => steps[i][value]))
  return rounds[0].map(({ name }, i) => ({ name, most: medianOf(i, 'most'), stays: medianOf(i, 'stays') }))
}

/**
 * What is alive in memory step by step.
 * @param results `bytes`, `nodes`, `edges` and `steps` of each file
 */
export function memoryTable(results) {
  const names = [...new Set(results.flatMap(({ steps }) => steps.map(({ name }) => name)))]
  return markdownTable(
    [
      '',
      ...results.flatMap(({ bytes }) => [`${megabytes(bytes)}: at most`, 'per node', 'per edge', 'stays']),
    ],
    names.map((name) => [name, ...results.flatMap((result) => cells(result, name))]),
  )
}

function cells({ nodes, edges, steps }, wanted) {
  const step = steps.find(({ name }) => name === wanted)
  if (!step) {
    return ['', '', '', '']
  }
  const { most, stays } = step
  return [megabytes(most), (most / nodes).toFixed(1), (most / edges).toFixed(1), megabytes(stays)]
}
