import { readFileSync } from 'node:fs'

/**
 * @typedef {object} Counts how many tests passed, failed and were skipped
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped the name of each, or why
 */

/** @param {string} path of vitest's report @returns {Counts} */
export function countUnit(path) {
  const report = readReport(path)
  const tests = report?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? []
  return {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName),
  }
}

/** @param {string} path of Playwright's report @returns {Counts} */
export function countBrowser(path) {
  const report = readReport(path)
  const { expected = 0, flaky = 0, unexpected = 0 } = report?.stats ?? {}
  const skipped = specsIn(report?.suites ?? [])
    .filter(({ tests }) => tests.some(({ status }) => status === 'skipped'))
    .map(({ title }) => title)
  return { passed: expected + flaky, failed: unexpected, skipped }
}

function specsIn(suites) {
  return suites.flatMap(({ specs = [], suites: inside = [] }) => [...specs, ...specsIn(inside)])
}

/** @param {string} said by Python's unittest with `-v` @returns {Counts} */
export function countAgent(said) {
  const [, ran] = /^Ran (\d+) tests? in/m.exec(said) ?? [0, 0]
  const result = /^(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?\s*$/m.exec(said)?.[1] ?? ''
  const of = (name) => Number(new RegExp(`(?:^|, )${name}=(\\d+)`).exec(result)?.[1] ?? 0)
  const failed = of('failures') + of('errors') + of('unexpected successes')
  // A class that is skipped as a whole counts as skipped and not as run.
  const passed = Math.max(0, Number(ran) - failed - of('skipped'))
  const reasons = [...said.matchAll(/ skipped (['"])(.*)\1$/gm)].map(([, , why]) => why)
  return {
    passed,
    failed,
    skipped: Array.from({ length: of('skipped') }, (_, i) => reasons[i] ?? 'no reason heard'),
  }
}

/** @param {readonly Counts[]} counts of several runs @returns {Counts} */
export function sumCounts(counts) {
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    skipped: counts.flatMap(({ skipped }) => skipped),
  }
}

/** A runner that died early leaves no report, or half of one. */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
