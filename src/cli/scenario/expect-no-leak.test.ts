import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Built, finish, type Finished } from '../testing/built.ts'

let built: Built
let temporary: string

beforeAll(() => {
  built = new Built()
  temporary = join(built.folder, 'temporary')
  mkdirSync(temporary)
  // As it is where the package is installed.
  mkdirSync(join(built.folder, 'node_modules'))
  symlinkSync(built.folder, join(built.folder, 'node_modules/heapscope'), 'junction')
}, 120_000)
afterAll(() => built.remove())

/** What a project's tests are, but for where `test` comes from. */
const TESTS = `
import { expectNoLeak } from 'heapscope/expect-no-leak'
class Session {
  constructor() { this.rows = [1, 2, 3].map((number) => ({ number })) }
}
const sessions = []
let last
test('leaks', { timeout: 120_000 }, async () => {
  await expectNoLeak(async () => { sessions.push(new Session()) })
})
test('is clean', { timeout: 120_000 }, async () => {
  await expectNoLeak(async () => {
    last = Array.from({ length: 50 }, () => new Session())
    await (await fetch('data:,hello')).text()
    console.log('called', last.length)
  })
})
`

async function runs(name: string, text: string, args: readonly string[]): Promise<Finished> {
  writeFileSync(join(built.folder, name), text)
  // What tells a child that it runs below vitest is not passed on.
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_ENV: ____, ...environment } = process.env
  const env = { ...environment, TMPDIR: temporary, NO_COLOR: '1' }
  return finish(spawn(process.execPath, args, { cwd: built.folder, env }))
}

/** One test fails, and says by which path its ten sessions are kept. */
function checkReport({ stdout, stderr, code }: Finished): void {
  const report = stdout + stderr
  expect(code).toBe(1)
  expect(report).toContain('Objects of 1 cluster stay from each of 10 calls:')
  expect(report).toMatch(/10 × Session {2}\d\.\d KiB {2}[0-9a-f]{16}\n/)
  expect(report).toMatch(/◆ sessions \(variable\) → Array @\d+\n\s*◆ \[\d+\] → Session @\d+\n/)
  expect(readdirSync(temporary)).toEqual([])
}

test('fails a test of node:test that leaks, and only that', async () => {
  const text = `import { test } from 'node:test'\n${TESTS}`
  const report = await runs('node.test.mjs', text, ['--test', '--test-reporter=spec', 'node.test.mjs'])
  checkReport(report)
  expect(report.stdout).toMatch(/✖ leaks /)
  expect(report.stdout).toMatch(/✔ is clean /)
}, 240_000)

test('fails a test of Vitest that leaks, and only that', async () => {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const text = `import { test } from 'vitest'\n${TESTS}`
  const config = join(built.folder, 'vitest.config.mjs')
  writeFileSync(config, "export default { test: { include: ['vitest.test.mjs'], exclude: [] } }")
  const args = [vitest, 'run', '--root', built.folder, '--config', config, '--reporter=verbose']
  const report = await runs('vitest.test.mjs', text, args)
  checkReport(report)
  expect(report.stdout).toMatch(/× vitest\.test\.mjs > leaks/)
  expect(report.stdout).toMatch(/✓ vitest\.test\.mjs > is clean/)
}, 240_000)

const Leaks = z.array(z.looseObject({ class: z.string(), count: z.int() }))
const Tried = z.object({
  all: z.looseObject({ leaks: Leaks }),
  rest: z.null(),
  wrong: z.looseObject({}),
  none: z.looseObject({}),
  own: z.string(),
})

test('leaves out what is ignored by fingerprint or filter, and refuses what is no number or filter', async () => {
  const text = `
import { expectNoLeak, LeakError } from 'heapscope/expect-no-leak'
class Session {}
class Order {}
const kept = []
const leak = () => { kept.push(new Session(), { order: new Order() }) }
const tried = (options) => expectNoLeak(leak, { rounds: 5, warmUp: 1, ...options }).then(
  () => null,
  (error) => ({ name: error.name, isLeak: error instanceof LeakError, leaks: error.leaks, message: error.message }),
)
const all = await tried({})
const { fingerprint } = all.leaks.find((leaked) => leaked.class === 'Session')
const rest = await tried({ ignore: [fingerprint, 'class:"{order}"'] })
const wrong = await tried({ ignore: 'count:many' })
const none = await tried({ rounds: 0 })
const own = await expectNoLeak(() => { throw new TypeError('mine') }).catch((error) => String(error))
console.log(JSON.stringify({ all, rest, wrong, none, own }))
`
  const { stdout, stderr, code } = await runs('ignore.mjs', text, ['--expose-gc', 'ignore.mjs'])
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  const { all, rest, wrong, none, own } = Tried.parse(JSON.parse(stdout))
  expect(all).toMatchObject({ name: 'LeakError', isLeak: true })
  expect(all.leaks.map(({ class: name, count }) => [name, count])).toEqual([
    ['{order}', 5],
    ['Session', 5],
  ])
  expect(rest).toBeNull()
  expect(wrong).toMatchObject({ name: 'HeapError' })
  expect(none).toMatchObject({ message: 'expectNoLeak: rounds must be a whole number from 1.' })
  expect(own).toBe('TypeError: mine')
}, 240_000)

const Package = z.looseObject({
  files: z.array(z.string()),
  exports: z.looseObject({ './expect-no-leak': z.strictObject({ types: z.string(), default: z.string() }) }),
})

test('is what the package exports, with its types', () => {
  const text = readFileSync(join(built.folder, 'package.json'), 'utf8')
  const { exports, files } = Package.parse(JSON.parse(text))
  const { types, default: code } = exports['./expect-no-leak']
  expect(files).toContain('dist')
  for (const path of [types, code]) {
    expect(path).toMatch(/^\.\/dist\//)
    expect(existsSync(join(built.folder, path))).toBe(true)
  }
  expect(readFileSync(join(built.folder, types), 'utf8')).toContain('function expectNoLeak(')
})
