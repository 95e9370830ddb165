/**
 * `npm run bench -- [--sizes 25,150] [--rounds 3] [--tools heapscope,devtools] [--no-page] [--write]`
 *
 * Opens real snapshots with Heapscope and with other tools, one process at a time, and prints how long each took and
 * how much memory it needed. Ends with 1 when Heapscope misses its target on a snapshot of 150 MB.
 */
import { statSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { buildHeapscope, installPeers } from './install.mjs'
import { describe, missedTargets, sizeReport, writeReport } from './report.mjs'
import { runProcess } from './measure/run-process.mjs'
import { makeSnapshot } from './snapshots/make.mjs'

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    sizes: { type: 'string', default: '25,150' },
    rounds: { type: 'string', default: '3' },
    tools: { type: 'string' },
    page: { type: 'boolean', default: true },
    write: { type: 'boolean', default: false },
  },
})

installPeers()
await buildHeapscope()
// These need what was just installed.
const { TOOLS } = await import('./tools.mjs')
const { devtoolsBundle } = await import('./devtools/bundle.mjs')
await devtoolsBundle()

const tools = TOOLS.filter(({ id }) => !options.tools || options.tools.split(',').includes(id))
const results = []
for (const megabytes of options.sizes.split(',').map(Number)) {
  const file = await makeSnapshot(megabytes)
  const result = { ...describe(file), megabytes, bytes: statSync(file).size, runs: await compare(file) }
  if (options.page) {
    const { comparePages } = await import('./page/compare.mjs')
    result.runs.push(...(await comparePages(file, Number(options.rounds), note)))
  }
  results.push(result)
}

const report = [
  `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}), ${process.platform}; median of ${options.rounds}.`,
  ...results.map(sizeReport),
].join('\n\n')
process.stdout.write(`${report}\n`)
if (options.write) {
  writeReport(report)
}
const missed = results.flatMap(missedTargets)
for (const line of missed) {
  process.stdout.write(`\nMissed: ${line}\n`)
}
process.exit(missed.length ? 1 : 0)

/** Runs every tool in turn, round after round, so that a slow minute of the machine meets all of them. */
async function compare(file) {
  const runs = tools.map(({ id, name }) => ({ id, name, seconds: [], bytes: [], failure: undefined }))
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [i, tool] of tools.entries()) {
      if (runs[i].failure) {
        continue
      }
      note(`${file}: round ${round + 1}, ${tool.id}`)
      try {
        const { seconds, bytes } = await runProcess(tool.command(file))
        runs[i].seconds.push(seconds)
        runs[i].bytes.push(bytes)
      } catch (error) {
        if (!tool.optional) {
          throw error
        }
        runs[i].failure = error.message
      }
    }
  }
  return runs
}

function note(text) {
  process.stderr.write(`${text}\n`)
}
