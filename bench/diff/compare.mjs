import { fileURLToPath } from 'node:url'
import { sessionBundle } from '../explorer/bundle.mjs'
import { runProcess } from '../measure/run-process.mjs'
import { comparePairInPage } from './page.mjs'

const MEASURE = fileURLToPath(new URL('measure.mjs', import.meta.url))

/**
 * Compares two snapshots of one process by the engine in Node, in a new process each round, and in Chromium.
 * @param files the earlier and the later one
 * @returns `rounds`, as `measure.mjs` prints them; `pages`, as `comparePairInPage` returns them, or undefined
 */
export async function comparePair(files, { rounds, page }, note) {
  const bundle = await sessionBundle()
  const measured = []
  for (let round = 0; round < rounds; round++) {
    note(`${files[1]}: comparing, round ${round + 1}`)
    const { stdout } = await runProcess(['node', '--expose-gc', MEASURE, bundle, ...files])
    measured.push(JSON.parse(stdout))
  }
  return { rounds: measured, pages: page ? await comparePages(files, rounds, note) : undefined }
}

async function comparePages(files, rounds, note) {
  const pages = []
  for (let round = 0; round < rounds; round++) {
    note(`${files[1]}: comparing in the page, round ${round + 1}`)
    pages.push(await comparePairInPage(files))
  }
  return pages
}
