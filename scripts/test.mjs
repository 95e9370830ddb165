// `npm test`: everything that must hold, from a fresh clone on. `npm test -- --only unit,browser` runs a part of it.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ensureInstalled, requireNode } from './install.mjs'
import { ensurePython } from './python.mjs'
import { root, run, runHeard, runPackage, stop } from './run.mjs'
import { countAgent, countBrowser, countUnit, sumCounts } from './test-counts.mjs'

const reports = mkdtempSync(join(tmpdir(), 'heapscope-test-'))
const unitReport = join(reports, 'unit.json')
const browserReport = join(reports, 'browser.json')
let browser
/** Being made while the first steps run. */
let python

/** In this order; the first that fails ends the run. `work` gives an exit code, null where it could do nothing. */
const STEPS = [
  { name: 'lint', work: () => runPackage('oxlint', []) },
  { name: 'format', work: () => runPackage('oxfmt', ['--check']) },
  { name: 'types', work: () => run(process.execPath, ['scripts/types.mjs']) },
  { name: 'unit', work: runUnit, count: () => countUnit(unitReport) },
  { name: 'agent', work: runAgent, count: () => sumCounts(agentCounts) },
  { name: 'build', work: () => run(process.execPath, ['scripts/build.mjs']) },
  { name: 'package', work: runPackaged },
  {
    name: 'browser',
    work: () =>
      runPackage('@playwright/test', ['test', '--reporter=list,json'], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport,
        HEAPSCOPE_BROWSER: browser,
      }),
    count: () => countBrowser(browserReport),
  },
]

requireNode()
const { parseArgs } = await import('node:util')
const steps = chosenSteps()
await ensureInstalled()
if (steps.some(({ name }) => name === 'browser')) await findBrowser()
if (steps.some(({ name }) => name === 'unit' || name === 'agent')) python = ensurePython()
const total = { passed: 0, failed: 0, skipped: 0 }
/** What did not run, one line each, said again at the end. */
const notRun = []
/** Of each file of the agent's tests. */
const agentCounts = []
for (const step of steps) {
  const ok = await runStep(step)
  if (!ok) {
    process.exitCode = 1
    break
  }
}
rmSync(reports, { recursive: true, force: true })
if (notRun.length > 0) process.stdout.write(`\nNot run:\n${notRun.map((line) => `  ${line}\n`).join('')}`)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)

function chosenSteps() {
  const names = STEPS.map(({ name }) => name).join(', ')
  try {
    const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
    const wanted = only?.split(',')
    const unknown = wanted?.find((name) => !STEPS.some((step) => step.name === name))
    if (unknown !== undefined) stop(`There is no step called '${unknown}'; the steps are ${names}.`, 2)
    return STEPS.filter(({ name }) => !wanted || wanted.includes(name))
  } catch (error) {
    return stop(`${error.message}; the only option is --only with some of ${names}.`, 2)
  }
}

async function findBrowser() {
  const { ensureBrowser } = await import('./browser.mjs')
  browser = await ensureBrowser()
  if (!browser) {
    stop(
      'The browser tests need a browser and none could be installed; install Chrome or Chromium, or set HEAPSCOPE_BROWSER to its path.',
    )
  }
}

async function runUnit() {
  const { environment, lacks } = await python
  if (environment === null)
    sayNotRun(
      `unit: the S3 server of others (moto), objects of NumPy and pandas, JUnit by Python's XML parser: ${lacks}`,
    )
  return await runPackage(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    environment === null ? {} : { HEAPSCOPE_TEST_PYTHON: environment },
  )
}

async function runAgent() {
  const { program, environment, lacks } = await python
  if (program === null) {
    sayNotRun(`agent: all of it: ${lacks}`)
    return null
  }
  if (environment === null) sayNotRun(`agent: what needs packages: ${lacks}`)
  const waiting = testsOfAgent()
  const codes = []
  const takeNext = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const tests = ['-m', 'unittest', 'discover', '-v', '-s', 'agent/tests', '-t', 'agent', '-p', file]
      const { code, said } = await runHeard(program, tests)
      codes.push(code)
      agentCounts.push(countAgent(said))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, takeNext))
  if (agentCounts.some(({ passed, failed }) => passed + failed > 0)) return Math.max(...codes)
  process.stdout.write('No test of the agent ran.\n')
  return 1
}

async function runPackaged() {
  const { tryPackage } = await import('./try-package.mjs')
  const { code, lacks } = await tryPackage()
  if (code === null) sayNotRun(`package: installing it offline: ${lacks}`)
  return code
}

/** The longest first, as far as the length of a file tells. */
function testsOfAgent() {
  const folder = join(root, 'agent/tests')
  const files = readdirSync(folder).filter((name) => /^test_.*\.py$/.test(name))
  return files.toSorted((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size)
}

function sayNotRun(line) {
  process.stdout.write(`NOT RUN ${line}\n`)
  notRun.push(line)
}

async function runStep({ name, work, count }) {
  process.stdout.write(`\n── ${name}\n`)
  const started = performance.now()
  const code = await work()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const ok = code === 0 || code === null
  const outcome = code === null ? 'not run' : ok ? 'passed' : 'failed'
  process.stdout.write(`── ${name} ${outcome} in ${seconds} s\n`)
  const { passed, failed, skipped } = count?.() ?? { passed: 0, failed: 0, skipped: [] }
  total.passed += passed
  // A step that fails without naming a test still counts as one failure.
  total.failed += ok ? failed : Math.max(1, failed)
  total.skipped += skipped.length
  notRun.push(...skipped.map((what) => `${name}: ${what}`))
  return ok
}
