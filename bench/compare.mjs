import { totalmem } from 'node:os'
import { MEMORY_SHARE, ONCE_ABOVE_BYTES, PATIENCE_SECONDS } from './measure/rules.mjs'
import { runProcess } from './measure/run-process.mjs'
import { warm } from './snapshots/describe.mjs'

/** DevTools' own name of the stage that finds out which window or realm each object belongs to. */
const REALM_STAGE = 'Calculating native context attribution'

/** Which tools do not run on this machine at all, by id, and why. */
export async function probe(tools) {
  const reasons = new Map()
  for (const { id, probe: command } of tools.filter((tool) => tool.probe)) {
    await runProcess(command).catch((error) => reasons.set(id, error.message))
  }
  return reasons
}

/**
 * Runs every tool in turn, round after round, so that a slow minute of the machine meets all of them. A tool that dies
 * is not run again on this file and stops nobody else.
 * @returns for each tool, and for DevTools without its realm stage: seconds, peak bytes and milliseconds by step, a
 *   value a round; `failure` with a reason, seconds and whether the bench stopped it, where it did not come to its
 *   end
 */
export async function compareTools(tools, file, bytes, rounds, note) {
  const runs = tools.map(({ id, name }) => ({ id, name, seconds: [], bytes: [], steps: [] }))
  for (let round = 0; round < rounds; round++) {
    for (const [i, tool] of tools.entries()) {
      const run = runs[i]
      const isOwn = tool.id.startsWith('heapscope')
      if (run.failure || (round > 0 && !isOwn && bytes > ONCE_ABOVE_BYTES)) {
        continue
      }
      note(`${file}: round ${round + 1}, ${tool.id}`)
      warm(file)
      await runOnce(tool, file, run)
    }
  }
  return runs.flatMap((run) => (run.id === 'devtools' && !run.failure ? [run, withoutRealms(run)] : [run]))
}

async function runOnce(tool, file, run) {
  const limits = { seconds: PATIENCE_SECONDS, bytes: totalmem() * MEMORY_SHARE }
  try {
    const { seconds, bytes, stdout } = await runProcess(tool.command(file), limits)
    run.seconds.push(seconds)
    run.bytes.push(bytes)
    if (tool.steps) {
      run.steps.push(tool.steps(stdout))
    }
  } catch (error) {
    run.failure = { reason: error.message, seconds: error.seconds, stopped: error.stopped }
  }
}

/** Computed from DevTools' own stage times: nothing else runs beside that stage in its first thread. */
function withoutRealms({ seconds, bytes, steps }) {
  return {
    id: 'devtools-without-realms',
    name: '… without realm attribution (computed)',
    seconds: seconds.map((value, i) => value - (steps[i][REALM_STAGE] ?? 0) / 1000),
    bytes,
    steps: [],
  }
}
