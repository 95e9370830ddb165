import { median } from '../measure/table.mjs'

/**
 * What the bench knows of one file: `{ id, name, bytes, nodes, edges, runs, pages, parsing, container }`, where `runs`
 * and `pages` are as `compare.mjs` and `page/compare.mjs` return them, and the last two as theirs, or undefined.
 */

/** The run of a tool or page on a file, if it came to its end. */
export function runOf(result, id) {
  const run = [...(result?.runs ?? []), ...(result?.pages ?? [])].find((one) => one.id === id)
  return run && !run.failure && run.seconds.length > 0 ? run : undefined
}

/** Median over the rounds of one measure (seconds, bytes, firstRows, resident); undefined where it was not taken. */
export function medianOf(result, id, measure = 'seconds') {
  const values = (runOf(result, id)?.[measure] ?? []).filter((value) => typeof value === 'number')
  return values.length > 0 ? median(values) : undefined
}

/** Median milliseconds of each step that a tool told of, in its order. */
export function stepTimes(result, id) {
  const rounds = runOf(result, id)?.steps ?? []
  return new Map(
    Object.keys(rounds[0] ?? {}).map((step) => [step, median(rounds.map((round) => round[step] ?? 0))]),
  )
}

/** `a / b`, undefined where one of them is not known. */
export function quotient(a, b) {
  return a === undefined || b === undefined ? undefined : a / b
}
