import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { markdownTable, median, megabytes } from './measure/table.mjs'

const PERFORMANCE = fileURLToPath(new URL('../docs/performance.md', import.meta.url))
const BEGIN = '<!-- bench: begin -->'
const END = '<!-- bench: end -->'

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

/** One size's table: medians, and how they compare with Heapscope's in the same surroundings. */
export function sizeReport({ bytes, nodes, edges, runs }) {
  const rows = runs.map((run) => row(run, ownRun(runs, run)))
  return [
    `### ${megabytes(bytes)}: ${grouped(nodes)} nodes, ${grouped(edges)} edges`,
    markdownTable(['', 'seconds', 'peak memory', 'time : Heapscope', 'memory : Heapscope'], rows),
    ...runs
      .filter(({ failure }) => failure)
      .map(({ name, failure }) => `${name} is not runnable here: ${withoutFolders(failure)}`),
  ].join('\n\n')
}

/** In which points a size's results miss the target, as sentences. */
export function missedTargets({ megabytes: size, runs }) {
  if (size < TARGET.megabytes) {
    return []
  }
  return runs
    .filter(({ id, failure }) => id.startsWith('devtools') && !failure)
    .flatMap((peer) => {
      const own = ownRun(runs, peer)
      if (!own || own === peer) {
        return []
      }
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

/** Heapscope's own run in the same surroundings: the page for what ran in a page, else the command line. */
function ownRun(runs, { id }) {
  return runs.find((run) => run.id === (id.endsWith('page') ? 'heapscope-page' : 'heapscope'))
}

function grouped(count) {
  return count.toLocaleString('en-US')
}

function row({ name, seconds, bytes, failure }, own) {
  if (failure) {
    return [name, 'not runnable', '', '', '']
  }
  const ratio = (values, ownValues) => (own ? (median(values) / median(ownValues)).toFixed(2) : '')
  return [
    name,
    median(seconds).toFixed(2),
    megabytes(median(bytes)),
    ratio(seconds, own?.seconds),
    ratio(bytes, own?.bytes),
  ]
}

/** Folders say where the bench was run, not what went wrong. */
function withoutFolders(message) {
  return message.replaceAll(/\S*node_modules\//g, '')
}
