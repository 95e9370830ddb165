import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { markdownTable, median, megabytes } from './measure/table.mjs'

const PERFORMANCE = fileURLToPath(new URL('../docs/performance.md', import.meta.url))
const BEGIN = '<!-- bench: begin -->'
const END = '<!-- bench: end -->'

/** The two ways to open a file with Heapscope. */
const OWN = [
  { id: 'heapscope', name: 'command line' },
  { id: 'heapscope-page', name: 'page' },
]

/** What Heapscope must reach against DevTools' worker on a snapshot of this many megabytes or more. */
const TARGET = { megabytes: 150, speed: 3, memory: 0.5 }

/** Node and edge counts from the header of a snapshot. */
export function describe(file) {
  const head = Buffer.alloc(8192)
  const descriptor = openSync(file, 'r')
  const length = readSync(descriptor, head)
  closeSync(descriptor)
  const text = head.toString('latin1', 0, length)
  const count = (name) => Number(new RegExp(`"${name}":(\\d+)`).exec(text)[1])
  return { nodes: count('node_count'), edges: count('edge_count') }
}

/** One size's table: medians, and how many times Heapscope's time and memory each tool takes. */
export function sizeReport({ bytes, nodes, edges, runs }) {
  const own = OWN.map(({ id }) => runs.find((run) => run.id === id))
  const head = ['', 'seconds', 'peak memory', ...OWN.map(({ name }) => `times ours, ${name}: time, memory`)]
  return [
    `### ${megabytes(bytes)}: ${grouped(nodes)} nodes, ${grouped(edges)} edges`,
    markdownTable(
      head,
      runs.map((run) => row(run, own)),
    ),
    ...runs
      .filter(({ failure }) => failure)
      .map(({ name, failure }) => `${name} is not runnable here: ${withoutFolders(failure)}.`),
  ].join('\n\n')
}

/**
 * In which points a size's results miss the target, as sentences. What counts is DevTools' worker without a page; beside
 * it the table shows the same worker in the browser, whose engine may be newer.
 */
export function missedTargets({ megabytes: size, runs }) {
  const peer = runs.find(({ id }) => id === 'devtools')
  if (size < TARGET.megabytes || !peer) {
    return []
  }
  return runs
    .filter(({ id }) => OWN.some((own) => own.id === id))
    .flatMap((own) => {
      const speed = median(peer.seconds) / median(own.seconds)
      const memory = median(own.bytes) / median(peer.bytes)
      return [
        speed < TARGET.speed &&
          `${own.name} is ${speed.toFixed(2)} times as fast as ${peer.name}, not ${TARGET.speed}.`,
        memory >= TARGET.memory &&
          `${own.name} needs ${memory.toFixed(2)} of the memory of ${peer.name}, not under ${TARGET.memory}.`,
      ].filter(Boolean)
    })
}

/** Puts the report between its markers in `docs/performance.md`. */
export function writeReport(report) {
  const text = readFileSync(PERFORMANCE, 'utf8')
  const begin = text.indexOf(BEGIN)
  const end = text.indexOf(END)
  if (begin === -1 || end === -1) {
    throw new Error(`${PERFORMANCE} has no markers for the bench's tables.`)
  }
  writeFileSync(PERFORMANCE, `${text.slice(0, begin + BEGIN.length)}\n\n${report}\n\n${text.slice(end)}`)
}

function grouped(count) {
  return count.toLocaleString('en-US')
}

function row({ name, seconds, bytes, failure }, own) {
  if (failure) {
    return [name, 'not runnable', '', ...own.map(() => '')]
  }
  const times = (run) => {
    return run ? `${ratio(seconds, run.seconds)}, ${ratio(bytes, run.bytes)}` : ''
  }
  return [name, median(seconds).toFixed(2), megabytes(median(bytes)), ...own.map(times)]
}

function ratio(values, ownValues) {
  return `${(median(values) / median(ownValues)).toFixed(2)}×`
}

/** Folders say where the bench was run, not what went wrong. */
function withoutFolders(message) {
  return message.replaceAll(/\S*node_modules\//g, '')
}
