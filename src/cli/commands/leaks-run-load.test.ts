import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ran, runInMemory } from '../testing/memory-io.ts'
import { ScenarioFiles } from '../testing/scenario-files.ts'

const files = new ScenarioFiles()
let address: string

beforeAll(async () => {
  address = await files.serve()
})
afterAll(() => files.remove())

/** Scenarios as they are written for memlab. */
async function run(name: string, exports: string, ...args: string[]): Promise<Ran> {
  const { PATH = '', HEAPSCOPE_BROWSER = '' } = process.env
  const scenario = files.write(`${name}.cjs`, `module.exports = { ${exports} }`)
  return runInMemory(['leaks', 'run', scenario, ...args], { environment: { PATH, HEAPSCOPE_BROWSER } })
}

/** What is told meanwhile, but for captures. */
function told({ stderr }: Ran): string[] {
  return stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' captured.'))
}

/** Browsers are started. */
const LONG = 120_000

test(
  'of a page that has but a url, what is detached in it as it was loaded is a leak',
  async () => {
    const folder = join(files.folder, 'load')
    const lost = await run('lost', `url: () => '${address}?lost'`, '-o', folder)
    expect(lost.exitCode).toBe(1)
    expect(lost.stderr).toMatch(/^Target: \d+\.\d MiB captured\.\n$/)
    expect(lost.stdout).toMatch(/^1 capture\n\n1 × Detached <aside> {2}\d+ B {2}[0-9a-f]{16}\n/)
    expect(lost.stdout).toMatch(
      /\n◆ \.lost → [^\n]+\n◆ \.list → [^\n]+\n◆ \[0\] → Detached <aside> @\d+\n\n1 cluster\n/,
    )
    expect(lost.stdout).toMatch(
      /\n\n1 leak: a cluster of detached elements or unmounted fibers that are kept in the page as it was loaded\.\n$/,
    )
    expect(readdirSync(folder)).toEqual(['target.heapsnapshot'])

    const known = await run(
      'known',
      `url: '${address}?lost', isLeak: (cluster) => cluster.count > 1, back() {}`,
    )
    expect({ exitCode: known.exitCode, told: told(known) }).toEqual({
      exitCode: 0,
      told: ['known.cjs exports back, which Heapscope does not use.'],
    })
    expect(known.stdout).toMatch(
      /\n\nNo leak: no detached element and no unmounted fiber is kept in the page as it was loaded\.\n$/,
    )
  },
  LONG,
)

test(
  'of a page that has but a url and a leakFilter, any object may be a leak',
  async () => {
    const scenario = `
    url: () => '${address}',
    setup: (page) => page.evaluate(() => { window.opened.push(new Dialog()) }),
    beforeLeakFilter: (snapshot, ids) => { if (ids.size < snapshot.nodes.length - 1) throw new Error('some') },
    leakFilter: (node, snapshot, ids) => ids.has(node.id) && node.name === 'Dialog' && node.type === 'object'`
    const found = await run('filtered', scenario, '--json')
    expect(found.exitCode).toBe(1)
    expect(JSON.parse(found.stdout)).toMatchObject({
      run: { scenario: 'filtered.cjs', rounds: 0, leaks: [expect.any(String)] },
      captures: 1,
      matchedBy: [],
      clusters: [{ class: 'Dialog', count: 1 }],
    })
    const none = await run('none', `url: () => '${address}', leakFilter: () => false`)
    expect(none.exitCode).toBe(0)
    expect(none.stdout).toMatch(/\n\nNo leak: leakFilter finds none in the page as it was loaded\.\n$/)
  },
  LONG,
)

const CLICK = "action: (page) => page.click('#open')"
/** Goes nowhere, unlike the click. */
const OPEN = 'action: (page) => page.evaluate(() => { open = new Dialog(); document.body.append(open.node) })'

test.each([
  ['by going back', CLICK],
  ['with Escape', OPEN],
])(
  'an action without a back is undone %s',
  async (how, action) => {
    const { exitCode, stdout } = await run(how.replaceAll(' ', '-'), `url: () => '${address}', ${action}`)
    expect(stdout).toMatch(
      /\n\nNo leak: no cluster of the program's has an object for each of 5 round trips\.\n$/,
    )
    expect(exitCode).toBe(0)
  },
  LONG,
)

test(
  'an act without a back is not undone',
  async () => {
    const act = OPEN.replace('action', 'act')
    const scenario = `url: () => '${address}', ${act}, leakFilter: (node) => node.name === '<section>'`
    const { exitCode, stdout } = await run('act', scenario)
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/\n\d × <section> /)
  },
  LONG,
)

test.each([
  [
    "await page.waitForNavigation({ waitUntil: 'networkidle2', timeout: 50 }); return true",
    /^The scenario's isPageLoaded failed: .*Timeout 50ms exceeded.*; the page counts as loaded\.$/,
  ],
  ["return 'no server'", /^The scenario's isPageLoaded says: no server; the page counts as loaded\.$/],
])(
  'an isPageLoaded that cannot tell is heard once: %s',
  async (body, message) => {
    const scenario = `url: () => '${address}', ${CLICK}, leakFilter: () => false, isPageLoaded: async (page) => { ${body} }`
    const ran = await run(`loaded${body.length}`, scenario, '--rounds', '1')
    expect(told(ran)).toEqual([expect.stringMatching(message), 'Warming up.', '1 round trip.'])
    expect(ran.exitCode).toBe(0)
  },
  LONG,
)

test('round trips cannot be counted where there are none', async () => {
  const { exitCode, stderr } = await run('count', `url: '${address}'`, '--rounds', '2')
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/this scenario has no act, and --rounds says how often it is done\.\n$/)
})
