import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Ran, runInMemory } from '../testing/memory-io.ts'
import { ScenarioFiles } from '../testing/scenario-files.ts'

const Json = z.looseObject({
  run: z.strictObject({ scenario: z.string(), rounds: z.int(), leaks: z.array(z.string()) }),
  captures: z.literal(3),
  matchedBy: z.tuple([z.literal('id'), z.literal('id')]),
  clusters: z.array(
    z.looseObject({ fingerprint: z.string(), class: z.string(), count: z.int(), engine: z.boolean() }),
  ),
  against: z
    .looseObject({ still: z.array(z.looseObject({ now: z.looseObject({ class: z.string() }) })) })
    .optional(),
})

const files = new ScenarioFiles()
let address: string

beforeAll(async () => {
  address = await files.serve()
})
afterAll(() => files.remove())

function run(...args: string[]): Promise<Ran> {
  const { PATH = '', HEAPSCOPE_BROWSER = '' } = process.env
  return runInMemory(['leaks', 'run', ...args], { environment: { PATH, HEAPSCOPE_BROWSER } })
}

/** Browsers and servers are started, several times. */
const LONG = 120_000

const captured = /^(?:Baseline|Target|Final): \d+\.\d MiB captured\.$/

/** What is told meanwhile, but for sizes. */
function told({ stderr }: Ran): string[] {
  return stderr.split('\n').filter((line) => line !== '' && !captured.test(line))
}

describe('leaks run on a page', () => {
  test('finds what stays from each round trip, and says so with exit code 1', { timeout: LONG }, async () => {
    const scenario = files.write(
      'page.mjs',
      `export const url = '${address}?leak'
       export const act = (page) => page.click('#open')
       export const back = (page) => page.click('#close')`,
    )
    const ran = await run(scenario)
    expect({ exitCode: ran.exitCode, told: told(ran) }).toEqual({
      exitCode: 1,
      told: ['Warming up.', '5 round trips.'],
    })
    expect(ran.stdout).toMatch(
      /^3 captures, one process, by id\n\n6 × Dialog {2}\d+\.\d KiB {2}[0-9a-f]{16}\n/,
    )
    expect(ran.stdout).toMatch(
      /\n◆ \.opened → Array @\d+\n◆ \[\d\] → Dialog @\d+\n\nshowing 1 of \d+ clusters/,
    )
    expect(ran.stdout).toMatch(/\n\n1 leak: a cluster has an object or more for each of 5 round trips\.\n$/)
  })

  test(
    'runs a scenario as it was written for memlab, on a page that leaks and one that is cured',
    { timeout: LONG },
    async () => {
      const scenario = (query: string): string =>
        files.write(
          `memlab${query.length}.cjs`,
          `function url() { return '${address}${query}' }
         async function action(page) {
           const [button] = await page.$x("//button[contains(., 'Open')]")
           await button.click()
           await button.dispose()
           if (await page.$('aria/Order')) throw new Error('a heading')
           await page.waitForSelector('text/Order', { visible: true })
           await page.waitForFunction((a, b) => document.title === a + b, { timeout: 5000 }, 'Ord', 'ers')
           const texts = await page.$$eval('section', (found, a, b) => found.length + a + b, 'x', 'y')
           if (texts !== '1xy') throw new Error(texts)
         }
         async function back(page) {
           const id = await page.evaluate((a, b) => a + b, 'clo', 'se')
           await page.click(id === 'close' ? 'aria/Close[role="button"]' : 'body')
           await page.waitForSelector('section', { hidden: true })
         }
         module.exports = {
           url, action, back,
           repeat: () => 3,
           cookies: () => [{ name: 'user', value: 'me' }],
           async beforeInitialPageLoad(page) {
             await page.setViewport({ width: 800, height: 600 })
             await page.setRequestInterception(true)
             page.on('request', (request) => {
               if (request.url().endsWith('/orders')) request.respond({ contentType: 'text/plain', body: 'none' })
               else request.continue()
             })
           },
           setup: (page) => page.reload({ waitUntil: ['load', 'networkidle2'] }),
           isPageLoaded: (page) => page.evaluate(() => document.cookie === 'user=me' && innerWidth === 800),
           retainerReferenceFilter: (edge, snapshot, usual) => usual && edge.fromNode.name !== 'Dialog',
           beforeLeakFilter: (snapshot) => { dialogs = snapshot.hasObjectWithClassName('Dialog') },
           leakFilter(node, snapshot, ids) {
             if (!dialogs || node.name !== 'Dialog' || node.type !== 'object') return false
             return ids.has(node.id) && node.getReferenceNode('node', 'property').is_detached
           },
         }
         let dialogs`,
        )
      const leaking = await run(scenario('?leak'), '--json')
      expect({ exitCode: leaking.exitCode, told: told(leaking) }).toEqual({
        exitCode: 1,
        told: ['Warming up.', '3 round trips.'],
      })
      const { run: what, clusters } = Json.parse(JSON.parse(leaking.stdout))
      expect(what).toEqual({ scenario: 'memlab5.cjs', rounds: 3, leaks: [clusters[0]!.fingerprint] })
      expect(clusters[0]).toMatchObject({ class: 'Dialog', count: 4, engine: false })

      const cured = await run(scenario(''))
      expect(cured.exitCode).toBe(0)
      expect(cured.stdout).toMatch(
        /^3 captures, .*\n\n0 clusters\n[^]*\n\nNo leak: leakFilter finds none among what stays\.\n$/,
      )
    },
  )
})

describe('leaks run on a Node process', () => {
  const server = (argument: string, more = ''): string =>
    files.write(
      `node-${argument}${more === '' ? '' : '-known'}.mjs`,
      `export const start = ['node', 'server.mjs', '${argument}']
       export const act = async ({ fetch }) => {
         const response = await fetch('/orders')
         if ((await response.text()) !== '3') throw new Error('no order')
       }
       ${more}`,
    )

  test(
    'finds what a server keeps of each request, keeps the captures, and compares with an earlier run',
    { timeout: LONG },
    async () => {
      const folder = join(files.folder, 'kept/captures')
      const scenario = server('leak')
      const ran = await run(scenario, '--json', '-o', folder, '--rounds', '6')
      expect(ran.exitCode).toBe(1)
      const { run: what, clusters } = Json.parse(JSON.parse(ran.stdout))
      expect(what).toEqual({ scenario: 'node-leak.mjs', rounds: 6, leaks: [clusters[0]!.fingerprint] })
      expect(clusters[0]).toMatchObject({ class: 'Order', count: 7 })
      expect(readdirSync(folder)).toEqual([
        'baseline.heapsnapshot',
        'final.heapsnapshot',
        'target.heapsnapshot',
      ])
      expect(await run(scenario, '-o', folder)).toMatchObject({
        exitCode: 2,
        stderr: `error: ${join(folder, 'baseline.heapsnapshot')} exists; --force replaces it.\n`,
      })

      const before = join(files.folder, 'before.json')
      writeFileSync(before, ran.stdout)
      const known = server('leak', 'export const isLeak = (cluster) => cluster.class !== "Order"')
      const again = await run(known, '--json', '--against', before)
      expect(again.exitCode).toBe(0)
      const { against, run: second } = Json.parse(JSON.parse(again.stdout))
      expect(second.leaks).toEqual([])
      expect(against!.still.map(({ now }) => now.class)).toContain('Order')
    },
  )

  test('says that a server which is cured has no leak', async () => {
    const { exitCode, stdout } = await run(server('cured'))
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/\n\nNo leak: .* each of 5 round trips\.\n$/)
  })

  test.each([
    ["start: ['node', '-e', 'console.error(1234); process.exit(7)']", 'The program ended with 7 too soon'],
    [
      "start: ['node', 'server.mjs'], setup() { throw new Error('no\\nway.') }",
      "The scenario's setup failed: no way.",
    ],
    [
      "start: ['node', 'server.mjs'], back() { throw 5 }",
      "The scenario's back failed in the trip to warm up: 5.",
    ],
    ["start: ['node', 'server.mjs'], back: ({ pid }) => process.kill(pid)", 'ended while it was captured.'],
    [
      "start: ['node', 'server.mjs'], repeat: 1, leakFilter() { throw new Error('not now.') }",
      "The scenario's leakFilter failed for ",
    ],
    ['pid: 2 ** 30', 'There is no process 1073741824'],
  ])('exit code 3 where it cannot be watched: %s', async (exports, message) => {
    const scenario = files.write(`trouble-${message.length}.cjs`, `module.exports = { act() {}, ${exports} }`)
    const { exitCode, stdout, stderr } = await run(scenario)
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('a scenario that is none', () => {
  test.each([
    [
      '',
      'it exports neither url, the address of a page, nor start, pid or inspect, which name a Node process.',
    ],
    ["export const start = ['node', 'server.mjs']", 'it exports no act, which does what may leak.'],
    ["export const url = 'http://localhost', act = 5", 'act is not a function.'],
    ["export const url = 'here', act = () => {}", 'url is no address such as http://….'],
    ['export const pid = 5, start = []', 'it exports start and pid; one says which process is watched.'],
    ['export const start = [], act = () => {}', "start is no command such as ['node', 'server.mjs']."],
    ['export const pid = 5, leakFilter = true, act = () => {}', 'leakFilter is not a function.'],
    ["export const pid = '5', act = () => {}", 'pid is no number of a process.'],
    ['export const pid = 5, act() {}', 'This scenario could not be loaded: '],
    ["export const start = ['npm', 'start'], act = () => {}", 'start runs npm, not node; '],
    ["export const inspect = 'here', act = () => {}", 'inspect is here, which is not HOST:PORT.'],
    [
      "export const url = 'http://localhost', repeat = () => -1, act = () => {}",
      'repeat is no whole number from 0.',
    ],
  ])('exit code 2: %s', async (text, message) => {
    const path = files.write(`wrong-${message.length}-${text.length}.mjs`, text)
    const { exitCode, stdout, stderr } = await run(path)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^error: .*\.\n$/)
    expect(stderr).toContain(message)
  })

  test('is one that is not there, and a browser that is not there is told', async () => {
    expect(await run(join(files.folder, 'none.mjs'))).toMatchObject({ exitCode: 2 })
    const page = files.write('nowhere.mjs', "export const url = 'http://localhost', act = () => {}")
    expect(await run(page, '--browser', '/no/browser')).toMatchObject({
      exitCode: 2,
      stderr: 'error: --browser names /no/browser, and there is no such file.\n',
    })
    const node = files.write('no-page.mjs', 'export const pid = 1, act = () => {}')
    expect(await run(node, '--browser', '/no/browser')).toMatchObject({ exitCode: 2 })
  })
})
