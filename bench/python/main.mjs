import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { preparePython, WORK } from './environment.mjs'
import { checkPython, middleOf, missedPython, pythonTable, pythonTargets } from './report.mjs'

const MEASURE = fileURLToPath(new URL('measure.py', import.meta.url))
const TOOLS = ['heapscope', 'heapscope-pure', 'guppy3', 'objgraph', 'pympler']
const NOT_INSTALLABLE = 'pyheap is not measured: its dumper is not on PyPI.'
const TOO_LONG_MS = 300_000

/**
 * `npm run bench -- python [--sizes 500000,5000000] [--rounds 3] [--tools heapscope,guppy3]`: prints a table for each
 * size and the targets, and keeps everything measured in `.work/python/results.json`.
 * @returns the exit status: 1 when a target is missed
 */
export async function benchPython(args) {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: '500000,5000000' },
      rounds: { type: 'string', default: '3' },
      tools: { type: 'string', default: TOOLS.join(',') },
    },
  })
  const sizes = values.sizes.split(',').map(Number)
  const rounds = Number(values.rounds)
  const tools = values.tools.split(',')
  const unknown = tools.find((tool) => !TOOLS.includes(tool))
  if (unknown !== undefined) throw new Error(`--tools knows ${TOOLS.join(', ')}, but not ${unknown}.`)
  if (![...sizes, rounds].every((number) => Number.isInteger(number) && number > 0)) {
    throw new Error('--sizes and --rounds take whole numbers from 1 on.')
  }
  const python = preparePython(note)
  const before = loadavg()[0]
  const results = []
  for (const size of sizes) {
    for (const tool of tools) {
      results.push({ size, tool, ...middleOf(await measure(python, tool, size, rounds)) })
    }
  }
  const checked = checkPython(results)
  const machine =
    `${python.version}, ${cpus().length} cores (${cpus()[0].model}), median of ${rounds}; ` +
    `load ${before.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after.`
  print(machine, ...sizes.map((size) => pythonTable(size, results)), NOT_INSTALLABLE, pythonTargets(checked))
  mkdirSync(WORK, { recursive: true })
  writeFileSync(join(WORK, 'results.json'), `${JSON.stringify({ machine, results, checked }, null, 2)}\n`)
  const missed = missedPython(checked)
  print(...missed)
  return missed.length > 0 ? 1 : 0
}

async function measure({ program, agent }, tool, size, rounds) {
  const runs = []
  for (let round = 0; round < rounds; round++) {
    note(`${tool}, ${size} objects, round ${round + 1}`)
    const env = { ...process.env, PYTHONPATH: agent, HEAPSCOPE_PURE: tool === 'heapscope-pure' ? '1' : '' }
    const file = join(WORK, 'capture.heapsnapshot.gz')
    try {
      const done = promisify(execFile)(program, [MEASURE, tool, String(size), file], {
        env,
        timeout: TOO_LONG_MS,
      })
      runs.push(JSON.parse((await done).stdout))
    } catch (error) {
      const why = error.killed
        ? `not ready within ${TOO_LONG_MS / 1000} s`
        : String(error.stderr).trim().split('\n').at(-1)
      return [{ why }]
    }
  }
  return runs
}

function print(...parts) {
  for (const part of parts) {
    process.stdout.write(`${part}\n\n`)
  }
}

function note(text) {
  process.stderr.write(`${text}\n`)
}
