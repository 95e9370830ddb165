// `npm test`: everything that must hold, from a fresh clone on. `npm test -- --only unit,browser` runs a part of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ensureInstalled, requireNode } from './install.mjs'
import { run, runPackage, stop } from './run.mjs'

const reports = mkdtempSync(join(tmpdir(), 'heapscope-test-'))
const unitReport = join(reports, 'unit.json')
const browserReport = join(reports, 'browser.json')
let browser

/** In this order; the first that fails ends the run. `count` reads how many tests it ran. */
const STEPS = [
  { name: 'lint', work: () => runPackage('oxlint', []) },
  { name: 'format', work: () => runPackage('oxfmt', ['--check']) },
  { name: 'types', work: () => run(process.execPath, ['scripts/types.mjs']) },
  {
    name: 'unit',
    work: () =>
      runPackage('vitest', [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${unitReport}`,
      ]),
    count: countUnit,
  },
  { name: 'build', work: () => run(process.execPath, ['scripts/build.mjs']) },
  {
    name: 'browser',
    work: () =>
      runPackage('@playwright/test', ['test', '--reporter=list,json'], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport,
        HEAPSCOPE_BROWSER: browser,
      }),
    count: countBrowser,
  },
]

requireNode()
const { parseArgs } = await import('node:util')
const steps = chosenSteps()
await ensureInstalled()
if (steps.some(({ name }) => name === 'browser')) {
  await findBrowser()
}
const total = { passed: 0, failed: 0 }
for (const step of steps) {
  const ok = await runStep(step)
  if (!ok) {
    process.exitCode = 1
    break
  }
}
rmSync(reports, { recursive: true, force: true })
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)

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

async function runStep({ name, work, count }) {
  process.stdout.write(`\n── ${name}\n`)
  const started = performance.now()
  const ok = (await work()) === 0
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`── ${name} ${ok ? 'passed' : 'failed'} in ${seconds} s\n`)
  const counted = count?.() ?? { passed: 0, failed: 0 }
  total.passed += counted.passed
  // A step that fails without naming a test still counts as one failure.
  total.failed += ok ? counted.failed : Math.max(1, counted.failed)
  return ok
}

function countUnit() {
  const report = readReport(unitReport)
  return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 }
}

function countBrowser() {
  const stats = readReport(browserReport)?.stats
  return { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 }
}

/** A runner that died early leaves no report, or half of one. */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
