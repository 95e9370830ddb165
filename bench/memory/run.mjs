import { fileURLToPath } from 'node:url'
import { sessionBundle } from '../explorer/bundle.mjs'
import { runProcess } from '../measure/run-process.mjs'
import { describe } from '../snapshots/describe.mjs'
import { medianSteps, memoryTable } from './report.mjs'

const MEASURE = fileURLToPath(new URL('measure.mjs', import.meta.url))

/**
 * Measures what is alive in memory while a file is opened, in a new process each round.
 * @param files paths of the snapshots
 * @returns the section of the document; there is no target
 */
export async function runMemory(files, rounds, note) {
  const bundle = await sessionBundle()
  const results = []
  for (const file of files) {
    const measured = []
    for (let round = 0; round < rounds; round++) {
      note(`${file}: memory by step, round ${round + 1}`)
      const { stdout } = await runProcess(['node', '--expose-gc', MEASURE, bundle, file])
      measured.push(JSON.parse(stdout))
    }
    const { nodes, edges } = measured[0]
    const steps = medianSteps(measured.map((one) => one.steps))
    results.push({ bytes: describe(file).bytes, nodes, edges, steps })
  }
  return { sections: [memoryTable(results)], missed: [] }
}
