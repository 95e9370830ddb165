/**
 * `node measure.mjs BUNDLE FILE`: opens a snapshot in this thread and asks each question once. Prints, as JSON, the heap's
 * nodes and of each question `{ id, ms, held, count }`: its milliseconds, the longest it went without letting the thread
 * do anything else, and how many objects it found; or `{ id, failure }` where it was not answered.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openWhole } from '../measure/open-whole.mjs'
import { QUESTIONS } from './questions.mjs'

const [bundle, file] = process.argv.slice(2)
const { Session } = await import(bundle)

let resumed = 0
let held = 0
const host = { now: () => performance.now(), pause }

const session = await openWhole(Session, file, host)
const answers = []
for (const { id, prepare, ask } of QUESTIONS) {
  const prepared = await prepare(session, host)
  const started = performance.now()
  resumed = started
  held = 0
  try {
    const count = await ask(session, prepared, host)
    look()
    answers.push({ id, ms: performance.now() - started, held, count })
  } catch (error) {
    answers.push({ id, failure: error.message })
  }
}
process.stdout.write(`${JSON.stringify({ nodes: session.summary().nodes, answers })}\n`)

async function pause() {
  look()
  await nextTurn()
  resumed = performance.now()
}

function look() {
  held = Math.max(held, performance.now() - resumed)
}
