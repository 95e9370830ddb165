import { grouped, markdownTable, median, megabytes } from '../measure/table.mjs'
import { medianOf, quotient, runOf } from './results.mjs'

/** One file's part of the report: what it is, the tools, the pages, and what only Heapscope does with it. */
export function fileSection(result) {
  const { name, bytes, nodes, edges, runs, pages } = result
  return [
    `### ${megabytes(bytes)}, ${name}: ${grouped(nodes)} nodes, ${grouped(edges)} edges`,
    toolTable(result),
    pages && pageTable(result),
    failures([...runs, ...(pages ?? [])]),
    parsingLine(result.parsing),
    containerLine(result),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function toolTable(result) {
  const head = ['', 'seconds', 'times ours', 'peak memory', 'times ours', 'bytes per byte of file']
  const row = (run) => {
    if (!runOf(result, run.id)) {
      return [run.name, ending(run), '', '', '', '']
    }
    const [seconds, bytes] = [medianOf(result, run.id), medianOf(result, run.id, 'bytes')]
    return [
      run.name,
      seconds.toFixed(2),
      times(quotient(seconds, medianOf(result, 'heapscope'))),
      megabytes(bytes),
      times(quotient(bytes, medianOf(result, 'heapscope', 'bytes'))),
      (bytes / result.bytes).toFixed(2),
    ]
  }
  return markdownTable(head, result.runs.map(row))
}

function pageTable(result) {
  const head = [
    '',
    'seconds to first rows',
    'to all sizes',
    'tasks over 50 ms',
    'longest, ms',
    'private memory',
    'bytes per byte of file',
    'resident, by Chromium',
  ]
  const row = (run) => {
    if (!runOf(result, run.id)) {
      return [run.name, '', ending(run), '', '', '', '', '']
    }
    const [firstRows, bytes] = [medianOf(result, run.id, 'firstRows'), medianOf(result, run.id, 'bytes')]
    const resident = medianOf(result, run.id, 'resident')
    return [
      run.name,
      firstRows === undefined ? '' : firstRows.toFixed(2),
      medianOf(result, run.id).toFixed(2),
      String(median(run.longTasks.map((tasks) => tasks.length))),
      String(longestTask(run) ?? ''),
      megabytes(bytes),
      (bytes / result.bytes).toFixed(2),
      resident === undefined ? '' : megabytes(resident),
    ]
  }
  return markdownTable(head, result.pages.map(row))
}

/** Milliseconds of the longest task of any round that held the page's main thread for more than 50 ms. */
export function longestTask({ longTasks }) {
  const all = longTasks.flat()
  return all.length > 0 ? Math.max(...all) : undefined
}

function failures(runs) {
  return runs
    .filter(({ failure }) => failure)
    .map(({ name, failure }) => `- ${name} ${ending({ failure })}: ${failure.reason}`)
    .join('\n')
}

/** How a run ended that did not come to its end. */
export function ending({ failure }) {
  if (!failure) {
    return 'not measured'
  }
  const seconds = failure.seconds.toFixed(failure.seconds < 10 ? 1 : 0)
  return `${failure.stopped ? 'stopped' : 'dies'} after ${seconds} s`
}

function parsingLine(parsing) {
  if (!parsing) {
    return ''
  }
  const words = Object.entries(parsing).map(
    ([part, { bytes }]) => `${part} (${megabytes(bytes)}) at ${Math.round(throughput(parsing, part))} MB/s`,
  )
  return `Reading alone, on one core from memory: ${words.join(', ')}.`
}

/** Megabytes a second of a part of the file: `numbers` or `strings`. */
export function throughput(parsing, part) {
  const { bytes, ms } = parsing[part]
  return bytes / 1e6 / (median(ms) / 1000)
}

function containerLine({ container, bytes, ...result }) {
  if (!container) {
    return ''
  }
  if (container.failure) {
    return `As a container: ${ending(container)}: ${container.failure.reason}`
  }
  const first = medianOf(result, 'heapscope')
  const opened = ({ seconds, bytes: peaks }) => {
    const again = median(seconds)
    const share = first ? ` (1/${(first / again).toFixed(1)} of the first time)` : ''
    return `${again.toFixed(2)} s${share} and ${megabytes(median(peaks))}`
  }
  const { converting, summary, object, page } = container
  const inPage = page
    ? ` In the page its classes are there with all sizes after ${median(page.firstRows).toFixed(2)} s, and all of it after ` +
      `${median(page.seconds).toFixed(2)} s.`
    : ''
  return (
    `As a container: ${megabytes(container.bytes)}, 1/${(bytes / container.bytes).toFixed(1)} of the snapshot, made in ` +
    `${converting.seconds.toFixed(2)} s with ${megabytes(converting.bytes)}. Opening it again for \`summary\`, which needs ` +
    `its totals only, takes ${opened(summary)}; for \`object\`, which needs all of it, ${opened(object)}.${inPage}`
  )
}

function times(value) {
  return value === undefined ? '' : `${value.toFixed(2)}×`
}
