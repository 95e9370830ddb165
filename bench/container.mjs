import { rmSync, statSync } from 'node:fs'
import { HEAPSCOPE } from './tools.mjs'
import { runProcess } from './measure/run-process.mjs'
import { warm } from './snapshots/describe.mjs'

/** Whether the built command line knows `convert`. */
export async function canConvert() {
  const { stdout } = await runProcess(['node', HEAPSCOPE, '--help'])
  return /^\s*convert\b/m.test(stdout)
}

/**
 * Converts a snapshot into a container and opens that as often as `rounds` says, with the same command as the snapshot.
 * @returns the container's length, seconds and peak bytes of making it and of each opening; or a `failure`
 */
export async function measureContainer(file, rounds, note) {
  const container = file.replace(/\.heapsnapshot$/, '.heapscope')
  try {
    note(`${file}: container`)
    const made = await runProcess(['node', HEAPSCOPE, 'convert', file, '-o', container])
    const result = {
      bytes: statSync(container).size,
      converting: { seconds: made.seconds, bytes: made.bytes },
      seconds: [],
      memory: [],
    }
    for (let round = 0; round < rounds; round++) {
      warm(container)
      const { seconds, bytes } = await runProcess(['node', HEAPSCOPE, 'summary', container, '--json'])
      result.seconds.push(seconds)
      result.memory.push(bytes)
    }
    return result
  } catch (error) {
    return { failure: { reason: error.message, seconds: error.seconds } }
  } finally {
    rmSync(container, { force: true })
  }
}
