import { median, megabytes } from '../measure/table.mjs'
import { ending, longestTask, throughput } from './file-section.mjs'
import { medianOf, quotient, runOf } from './results.mjs'
import { growth, overRealistic } from './scaling.mjs'

const times = (value) => `${value.toFixed(2)}×`
const perByte = (value) => `${value.toFixed(2)} bytes`
const percent = (value) => `${(value * 100).toFixed(0)} %`
const speed = (value) => `${value.toFixed(0)} MB/s`
const fraction = (value) => `1/${(1 / value).toFixed(1)}`

const atLeast = (limit, show) => ({
  wanted: `at least ${show(limit)}`,
  show,
  meets: (value) => value >= limit,
})
const atMost = (limit, show) => ({ wanted: `at most ${show(limit)}`, show, meets: (value) => value <= limit })
const under = (limit, show) => ({ wanted: `under ${show(limit)}`, show, meets: (value) => value < limit })

/** Of the time of the first opening, which is `summary` on the snapshot. */
const TENTH = {
  ...atMost(1 / 10, fraction),
  wanted: 'at most 1/10 of the first time',
}
/** What needs every column has to read them all: that must be worth it. */
const FASTER = { ...under(1, fraction), wanted: 'less than the first time' }

/** Chromium names only tasks over 50 ms, and rounds them. */
const NO_LONG_TASK = {
  wanted: 'none over 50 ms',
  show: (value) => (value === 0 ? 'none' : `${value} ms`),
  meets: (value) => value === 0,
}

const faster =
  (peer, id, own = 'heapscope') =>
  (results) =>
    quotient(medianOf(of(results, id), peer), medianOf(of(results, id), own))
const leaner = (id, own) => (results) =>
  quotient(medianOf(of(results, id), own, 'bytes'), medianOf(of(results, id), 'devtools', 'bytes'))
const memory = (id, own) => (results) =>
  quotient(medianOf(of(results, id), own, 'bytes'), of(results, id)?.bytes)

const LARGEST = 'ast-4300'

/** What Heapscope must reach. `measure` gives undefined where the run has nothing to say. */
const TARGETS = [
  target("150 MB, times as fast as DevTools' worker", atLeast(6, times), faster('devtools', 'ast-150')),
  target("1.0 GB, times as fast as DevTools' worker", atLeast(8, times), faster('devtools', 'ast-1000')),
  target(
    '1.0 GB, the same without its realm attribution',
    atLeast(6, times),
    faster('devtools-without-realms', 'ast-1000'),
  ),
  target('25 MB, times as fast as the native tool', atLeast(1, times), faster('native', 'ast-25')),
  target('1.0 GB, times as fast as the native tool', atLeast(3, times), faster('native', 'ast-1000')),
  target(
    "150 MB, page, times as fast as DevTools' worker without a page",
    atLeast(3, times),
    faster('devtools', 'ast-150', 'heapscope-page'),
  ),
  target('1.0 GB, one thread beside two', atMost(2, times), (results) =>
    quotient(
      medianOf(of(results, 'ast-1000'), 'heapscope-alone'),
      medianOf(of(results, 'ast-1000'), 'heapscope'),
    ),
  ),
  target("150 MB, memory beside DevTools' worker", under(0.5, times), leaner('ast-150', 'heapscope')),
  target(
    "150 MB, page, memory beside DevTools' worker",
    under(0.5, times),
    leaner('ast-150', 'heapscope-page'),
  ),
  target('1.0 GB, memory per byte of file', atMost(1, perByte), memory('ast-1000', 'heapscope')),
  target('1.0 GB, page, memory per byte of file', atMost(1, perByte), memory('ast-1000', 'heapscope-page')),
  target('4.3 GB, memory per byte of file', atMost(1, perByte), memory('ast-4300', 'heapscope')),
  target('4.3 GB, page, memory per byte of file', atMost(1, perByte), memory('ast-4300', 'heapscope-page')),
  target(
    'time per node, 4.3 GB beside 150 MB, reading normalised',
    under(1.3, times),
    (results) => growth(results, 'ast-4300')?.normalised,
  ),
  target('linked list beside a realistic graph of its size', atMost(2, times), (results) =>
    overRealistic(results, 'list'),
  ),
  target('hub beside a realistic graph of its size', atMost(2, times), (results) =>
    overRealistic(results, 'hub'),
  ),
  target('1.0 GB, page, first rows on the way to all sizes', atMost(0.4, percent), (results) => {
    const result = of(results, 'ast-1000')
    return quotient(medianOf(result, 'heapscope-page', 'firstRows'), medianOf(result, 'heapscope-page'))
  }),
  target('1.0 GB, page, longest task on the main thread', NO_LONG_TASK, (results) => {
    const run = runOf(of(results, 'ast-1000'), 'heapscope-page')
    return run && (longestTask(run) ?? 0)
  }),
  target('1.0 GB, container beside the snapshot', atMost(1 / 6, fraction), (results) => {
    const result = of(results, 'ast-1000')
    return quotient(result?.container?.bytes, result?.bytes)
  }),
  target('1.0 GB, container, summary again', TENTH, reopening('summary')),
  target('1.0 GB, container in the page, classes with all sizes again', TENTH, (results) => {
    const result = of(results, 'ast-1000')
    const { firstRows } = result?.container?.page ?? {}
    return quotient(firstRows && median(firstRows), medianOf(result, 'heapscope-page'))
  }),
  target('1.0 GB, container, an object, for which all is read', FASTER, reopening('object')),
  target('1.0 GB, number sections on one core', atLeast(700, speed), parsing('ast-1000', 'numbers')),
  target('mostly strings, strings section on one core', atLeast(1000, speed), parsing('strings', 'strings')),
]

/**
 * Sets results against the targets.
 * @returns `{ name, wanted, measured, met }` each; `met` is undefined where nothing was measured. Opening the largest
 *   file is a target; any other that Heapscope could not open is one missed.
 */
export function checkTargets(results) {
  const checked = TARGETS.map(({ name, wanted, show, meets, measure }) => {
    const value = measure(results)
    return value === undefined
      ? { name, wanted, measured: 'not measured', met: undefined }
      : { name, wanted, measured: show(value), met: meets(value) }
  })
  return [...checked, ...results.flatMap(opening)]
}

/** Missed targets as a line each. */
export function missedLines(checked) {
  return checked
    .filter(({ met }) => met === false)
    .map(({ name, wanted, measured }) => `${name}: ${measured}, wanted ${wanted}.`)
}

function opening({ id, name, bytes, runs, pages = [], container }) {
  const own = [...runs, ...pages].filter((run) => run.id.startsWith('heapscope'))
  const all = container ? [...own, { name: 'Heapscope, container', failure: container.failure }] : own
  return all
    .filter(({ failure }) => failure || id === LARGEST)
    .map((run) => ({
      name: `${name}, ${megabytes(bytes)}: ${run.name}`,
      wanted: 'opens',
      measured: run.failure ? `${ending(run)}: ${run.failure.reason}` : 'opens',
      met: !run.failure,
    }))
}

function target(name, { wanted, show, meets }, measure) {
  return { name, wanted, show, meets, measure }
}

function reopening(question) {
  return (results) => {
    const result = of(results, 'ast-1000')
    const { seconds } = result?.container?.[question] ?? {}
    return quotient(seconds && median(seconds), medianOf(result, 'heapscope'))
  }
}

function parsing(id, part) {
  return (results) => {
    const result = of(results, id)
    return result?.parsing && throughput(result.parsing, part)
  }
}

function of(results, id) {
  return results.find((result) => result.id === id)
}
