import { fileURLToPath } from 'node:url'
import { runProcess } from '../measure/run-process.mjs'
import { sessionBundle } from './bundle.mjs'
import { scrollPage } from './scroll.mjs'

const MEASURE = fileURLToPath(new URL('measure.mjs', import.meta.url))

/**
 * Asks an open heap what a user asks, in a new process each round, and scrolls the page's table of all its objects.
 * @returns `nodes`; `answers`, one list a round of `{ id, ms, held, count }`; `scrolls`, one a round as `scrollPage`
 *   returns it, or undefined without a page
 */
export async function explore(file, { rounds, page }, note) {
  const bundle = await sessionBundle()
  const answers = []
  let nodes = 0
  for (let round = 0; round < rounds; round++) {
    note(`${file}: questions, round ${round + 1}`)
    const { stdout } = await runProcess(['node', MEASURE, bundle, file])
    const measured = JSON.parse(stdout)
    nodes = measured.nodes
    answers.push(measured.answers)
  }
  return { nodes, answers, scrolls: page ? await scrollOften(file, rounds, note) : undefined }
}

async function scrollOften(file, rounds, note) {
  const scrolls = []
  for (let round = 0; round < rounds; round++) {
    note(`${file}: scrolling, round ${round + 1}`)
    scrolls.push(await scrollPage(file))
  }
  return scrolls
}
