/**
 * `node --expose-gc measure.mjs BUNDLE BASE TARGET`: opens two snapshots in this thread and compares them, by id and then
 * by path. Prints, as JSON, `nodes` of both; `open`, bytes when both are open; and of each way `{ by, ms, align, classes,
 * owners, held, most }`: the milliseconds of the whole and of each step, the longest it went without letting the thread
 * do anything else, and the most bytes there were at any moment, the heaps included.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openWhole } from '../measure/open-whole.mjs'

/** The rows in sight of a table. */
const FIRST_ROWS = { start: 0, end: 60 }

const [bundle, ...files] = process.argv.slice(2)
const { Session } = await import(bundle)

let resumed = 0
let held = 0
const host = { now: () => performance.now(), pause }

const base = await openWhole(Session, files[0], host)
const target = await openWhole(Session, files[1], host)
globalThis.gc()
const both = residentBytes('VmRSS')
const ways = []
for (const by of ['id', 'path']) ways.push(await compare(by))
const nodes = [base, target].map((session) => session.summary().nodes)
process.stdout.write(`${JSON.stringify({ nodes, open: both, ways })}\n`)

async function compare(by) {
  forgetPeak()
  held = 0
  const source = { digest: (paths) => base.digest(paths, host) }
  const started = performance.now()
  resumed = started
  const align = await timed(async () => {
    const { forBase } = await target.besideBase('base', source, by, host)
    base.besideTarget('target', await target.digest(false, host), forBase)
  })
  const classes = await timed(() => target.ask('classChanges', [FIRST_ROWS], host))
  const owners = await timed(() => target.ask('growthOwners', [FIRST_ROWS], host))
  look()
  const ms = performance.now() - started
  const most = residentBytes('VmHWM')
  target.standApart('base')
  base.standApart('target')
  globalThis.gc()
  return { by, ms, align, classes, owners, held, most }
}

async function timed(work) {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Linux only; else 0. `VmRSS` is what is resident now, `VmHWM` the most since `forgetPeak`. */
function residentBytes(field) {
  try {
    const status = readFileSync('/proc/self/status', 'utf8')
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)[1]) * 1024
  } catch {
    return 0
  }
}

function forgetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Elsewhere there is nothing to forget.
  }
}

async function pause() {
  look()
  await nextTurn()
  resumed = performance.now()
}

function look() {
  held = Math.max(held, performance.now() - resumed)
}
