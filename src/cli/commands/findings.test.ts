import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

const fixture = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url))
const RUNS = ['run-1', 'run-2', 'run-800'].map((name) => fixture(`pairs/${name}.heapsnapshot.gz`))
const SHOP = fixture('python/shop-after.heapsnapshot.gz')
const SHOP_BEFORE = fixture('python/shop-before.heapsnapshot.gz')

interface Said {
  readonly findings: readonly {
    readonly key: string
    readonly rule: string
    readonly owner: string
    readonly severity: string
    readonly title: string
    readonly reference: string | null
    readonly query: string
    readonly count: number
    readonly growth: { readonly count: number; readonly retained: number | null } | null
  }[]
  readonly waste: readonly { readonly key: string; readonly counted: number }[]
  readonly shallowSize: number
  readonly compared: {
    readonly now: readonly {
      readonly key: string
      readonly course: string
      readonly bytes: readonly (number | null)[]
    }[]
    readonly fixed: readonly { readonly owner: string }[]
  } | null
}

async function findings(...args: readonly string[]): Promise<Said> {
  const { exitCode, stdout, stderr } = await runInMemory(['findings', ...args, '--json'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return JSON.parse(stdout) as Said
}

describe('of one capture', () => {
  test('names the owner, the reference that keeps it, and what to do', async () => {
    const { stdout } = await runInMemory(['findings', RUNS[2]!, '--rule', 'large-collection'])
    expect(stdout).toMatch(/NOTE {2}Cache\.entries holds 810 Session objects, 560\.\d KiB/)
    expect(stdout).toContain('kept by: globalThis.cache.entries')
    expect(stdout).toContain('confidence: Possible: one capture tells how large it is')
    expect(stdout).toMatch(/cure: Take entries out .* in a WeakMap\./)
    expect(stdout).toMatch(/together .* could be saved, .* of the heap; no byte is counted twice\n$/)
  })

  test('counts no byte twice, and no more than the heap', async () => {
    const { waste, shallowSize } = await findings(SHOP)
    expect(waste.length).toBeGreaterThan(1)
    expect(waste.reduce((sum, { counted }) => sum + counted, 0)).toBeLessThanOrEqual(shallowSize)
  })

  test('gives a filter that finds the objects of a finding and no others', async () => {
    const said = await findings(SHOP, '--rule', 'large-collection')
    const one = said.findings.find(({ owner }) => owner === '__main__.sessions')!
    const { stdout } = await runInMemory(['query', SHOP, one.query, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ total: one.count })
  })

  test('says which rules there are where one is asked for that there is not', async () => {
    const { exitCode, stderr } = await runInMemory(['findings', RUNS[0]!, '--rule', 'bad-luck'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      /there is no rule bad-luck for this heap; the rules are large-collection, .*duplicate-strings/,
    )
  })

  test('says how many there are where not all are shown', async () => {
    const { stdout } = await runInMemory(['findings', SHOP, '--top', '1'])
    expect(stdout).toMatch(/showing 1 of \d+ findings; --top \d+ shows all/)
  })
})

describe('of several captures', () => {
  test('tells what grew and is likely a leak from what is merely large', async () => {
    const said = await findings(...RUNS, '--rule', 'large-collection')
    const cache = said.findings.find(({ owner }) => owner === 'Cache.entries')!
    expect(cache.growth!.count).toBeGreaterThan(300)
    expect(cache.growth!.retained).toBeGreaterThan(100_000)
    const points = said.findings.find(({ owner }) => owner === 'global.points')!
    expect(points).toMatchObject({ severity: 'note', growth: { count: 0, retained: 0 } })
    const course = (key: string) => said.compared!.now.find((one) => one.key === key)
    expect(course(points.key)).toMatchObject({ course: 'same' })
    expect(course(cache.key)!.bytes).toHaveLength(3)
  })

  test('finds the same by its fingerprint in another process, and says what is fixed', async () => {
    const said = await findings(SHOP, SHOP_BEFORE)
    const before = await findings(SHOP)
    const gone = before.findings.map(({ owner }) => owner)
    expect(said.compared!.fixed.length).toBeGreaterThan(0)
    for (const { owner } of said.compared!.fixed) expect(gone).toContain(owner)
  })
})

describe('reports', () => {
  test('in Markdown stand alone and quote what a program calls things', async () => {
    const { stdout } = await runInMemory(['findings', SHOP, '--markdown'])
    expect(stdout).toMatch(/^# Findings in `shop-after\.heapsnapshot\.gz`\n/)
    expect(stdout).toContain('| Severity | Finding | Bytes | Owner |')
    expect(stdout).toContain('`__main__.sessions` holds 945 `__main__.Session` objects')
    expect(stdout).toMatch(/## What could be saved\n/)
  })

  test('in HTML are one page without scripts, pictures or addresses', async () => {
    const { stdout } = await runInMemory(['findings', SHOP, '--html'])
    expect(stdout).toMatch(/^<!doctype html>/)
    expect(stdout).toContain("default-src 'none'")
    expect(stdout).not.toMatch(/<script|<img|<link|https?:|url\(/i)
    expect(stdout).toContain('<code>__main__.sessions</code> holds 945')
  })
})

test('a library pattern that could be in every name is refused in a sentence', async () => {
  const { exitCode, stderr } = await runInMemory(['findings', SHOP, '--library', 'charts.js', '/'])
  expect(exitCode).not.toBe(0)
  expect(stderr).toBe(
    'error: “/” has neither letter nor digit and is in nearly every name: write more of the file or module.\n',
  )
})
