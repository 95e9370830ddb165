import { rmSync, statSync } from 'node:fs'
import { HEAPSCOPE } from './tools.mjs'
import { runProcess } from './measure/run-process.mjs'
import { warm } from './snapshots/describe.mjs'

/** What is asked of a container: totals and classes; and one object, the root, for which all columns must be there. */
const QUESTIONS = {
  summary: (file) => ['node', HEAPSCOPE, 'summary', file, '--json'],
  object: (file) => ['node', HEAPSCOPE, 'object', file, '@1', '--json'],
}

/** Whether the built command line knows `convert`. */
export async function canConvert() {
  const { stdout } = await runProcess(['node', HEAPSCOPE, '--help'])
  return /^\s*convert\b/m.test(stdout)
}

/**
 * Converts a snapshot into a container and opens that for each question, and in the page, as often as `rounds` says.
 * @param inPage whether there is a page to open it in
 * @returns the container's length, seconds and peak bytes of making it, of each question's opening a value a round, and
 *   what `reopenInPage` saw; or a `failure`
 */
export async function measureContainer(file, rounds, inPage, note) {
  const container = file.replace(/\.heapsnapshot$/, '.heapscope')
  try {
    note(`${file}: container`)
    warm(file)
    const made = await runProcess(['node', HEAPSCOPE, 'convert', file, '-o', container, '--force'])
    const result = {
      bytes: statSync(container).size,
      converting: { seconds: made.seconds, bytes: made.bytes },
      summary: { seconds: [], bytes: [] },
      object: { seconds: [], bytes: [] },
    }
    for (let round = 0; round < rounds; round++) {
      for (const [question, command] of Object.entries(QUESTIONS)) {
        warm(container)
        const { seconds, bytes } = await runProcess(command(container))
        result[question].seconds.push(seconds)
        result[question].bytes.push(bytes)
      }
    }
    return { ...result, page: inPage ? await reopened(container, rounds, note) : undefined }
  } catch (error) {
    return { failure: { reason: error.message, seconds: error.seconds ?? 0 } }
  } finally {
    rmSync(container, { force: true })
  }
}

async function reopened(container, rounds, note) {
  const { reopenInPage } = await import('./page/compare.mjs')
  return reopenInPage(container, rounds, note)
}
