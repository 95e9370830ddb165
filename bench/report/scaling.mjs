import { grouped, markdownTable, megabytes } from '../measure/table.mjs'
import { medianOf, quotient, stepTimes } from './results.mjs'

/** Realistic graphs are the syntax trees; the other files are extremes. */
export function isRealistic({ id }) {
  return id.startsWith('ast-')
}

/** The realistic file that the others' time per node is set against. */
const BASE = 'ast-150'

/**
 * Seconds that a realistic graph with as many nodes and edges takes the command line. Seconds per node and edge of the
 * realistic files are interpolated linearly over the logarithm of nodes + edges; beyond the smallest and the largest
 * their own figure holds.
 * @returns undefined where no realistic file was measured
 */
export function realisticSeconds(results, nodes, edges) {
  const size = nodes + edges
  const known = results
    .filter((result) => isRealistic(result) && medianOf(result, 'heapscope') !== undefined)
    .map((result) => ({ size: result.nodes + result.edges, seconds: medianOf(result, 'heapscope') }))
    .map((point) => ({ size: point.size, each: point.seconds / point.size }))
    .toSorted((a, b) => a.size - b.size)
  const above = known.findIndex((point) => point.size >= size)
  const after = known.at(above)
  const before = above > 0 ? known[above - 1] : after
  if (!after) {
    return undefined
  }
  const share = before === after ? 0 : Math.log(size / before.size) / Math.log(after.size / before.size)
  return size * (before.each + share * (after.each - before.each))
}

/** How many times as long as a realistic graph of its size a file takes; undefined where that is not known. */
export function overRealistic(results, id) {
  const result = results.find((one) => one.id === id)
  return (
    result && quotient(medianOf(result, 'heapscope'), realisticSeconds(results, result.nodes, result.edges))
  )
}

/**
 * Nanoseconds per node of the whole command on a file. Ids and positions have more digits in a larger file, so there
 * are more bytes to read for the same graph: `normalised` takes the reading as if each node had as many bytes of file
 * as in `base`.
 */
export function perNode(result, base = result) {
  const seconds = medianOf(result, 'heapscope')
  if (seconds === undefined) {
    return undefined
  }
  const reading = (stepTimes(result, 'heapscope').get('read') ?? 0) / 1000
  const share = base.bytes / base.nodes / (result.bytes / result.nodes)
  return {
    raw: (seconds * 1e9) / result.nodes,
    normalised: ((seconds - reading + reading * share) * 1e9) / result.nodes,
  }
}

/** How much longer a node takes in `id` than in the base file, once as it is and once with the reading normalised. */
export function growth(results, id) {
  const base = results.find((one) => one.id === BASE)
  const result = results.find((one) => one.id === id)
  const [first, last] = base && result ? [perNode(base), perNode(result, base)] : []
  return first && last && { raw: last.raw / first.raw, normalised: last.normalised / first.raw }
}

/** The command line on all files, by node and edge. */
export function scalingTable(results) {
  const base = results.find((one) => one.id === BASE)
  const head = [
    '',
    'file',
    'nodes',
    'edges',
    'seconds',
    'ns per node',
    'reading normalised',
    'ns per node and edge',
    'over a realistic graph',
  ]
  const rows = results
    .filter((result) => medianOf(result, 'heapscope') !== undefined)
    .map((result) => {
      const seconds = medianOf(result, 'heapscope')
      const { raw, normalised } = perNode(result, base)
      const over = isRealistic(result) ? undefined : overRealistic(results, result.id)
      return [
        result.name,
        megabytes(result.bytes),
        grouped(result.nodes),
        grouped(result.edges),
        seconds.toFixed(2),
        raw.toFixed(0),
        base && isRealistic(result) ? normalised.toFixed(0) : '',
        ((seconds * 1e9) / (result.nodes + result.edges)).toFixed(0),
        over === undefined ? '' : `${over.toFixed(2)}×`,
      ]
    })
  return markdownTable(head, rows)
}
