// How long the built command line takes until it has said something: the median over a few starts, beside Node alone.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const MAIN = join(import.meta.dirname, '../dist/cli/main.js')
const STARTS = 15
const TARGET_MS = 150

if (!existsSync(MAIN)) {
  process.stderr.write('There is no build; run `npm run build` first.\n')
  process.exit(2)
}

show('node alone', ['-e', '0'])
const help = show('--help', [MAIN, '--help'])
show('summary --help', [MAIN, 'summary', '--help'])
show('query --help', [MAIN, 'query', '--help'])
if (help >= TARGET_MS) {
  process.stdout.write(`--help takes longer than ${TARGET_MS} ms\n`)
  process.exitCode = 1
}

function show(name, args) {
  const ms = median(Array.from({ length: STARTS }, () => timeOf(args)))
  process.stdout.write(`${ms.toFixed(0).padStart(6)} ms  ${name}\n`)
  return ms
}

function timeOf(args) {
  const started = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}.`)
  return performance.now() - started
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}
