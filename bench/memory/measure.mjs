/**
 * `node --expose-gc measure.mjs BUNDLE FILE`: opens a snapshot in this thread, garbage being collected whenever the work
 * lets anything else in and where a step begins and ends. Prints, as JSON, the heap's nodes and edges, and of each step
 * `{ name, most, stays }`: bytes of arrays and objects that were alive at most, and that are when it is over.
 */
import process from 'node:process'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openWhole } from '../measure/open-whole.mjs'

const [bundle, file] = process.argv.slice(2)
const { Session } = await import(bundle)

const before = alive()
/** By step, in their order. */
const steps = new Map()
const host = {
  now: () => performance.now(),
  pause: () => nextTurn(),
  progress({ phase }) {
    const stays = alive() - before
    const most = Math.max(stays, steps.get(phase)?.most ?? 0)
    steps.set(phase, { name: phase, most, stays })
  },
}

const session = await openWhole(Session, file, host)
const { nodes, edges } = session.summary()
process.stdout.write(`${JSON.stringify({ nodes, edges, steps: [...steps.values()] })}\n`)

function alive() {
  globalThis.gc()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}
