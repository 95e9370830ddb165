import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/python/${name}`, import.meta.url))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-series-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function text(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runInMemory(args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

describe('series', () => {
  test('says of a program that leaks that it does', async () => {
    const stdout = await text('series', fixture('mprof-leak.dat'))
    expect(stdout).toMatch(
      /^Leak: after the warm-up the least of resident memory rose in 7 of 7 steps .* Confidence: high\.\n/,
    )
    expect(stdout).toMatch(
      /\npython3 profiled\.py leak 40\n\n *first +last +change +least +most +samples +what\n/,
    )
    expect(stdout).toMatch(/ 407 +rss\n.*80 calls of watched functions\n/)
    // Each call of work keeps 1.7 MB; what load makes is gone when it is left.
    expect(stdout).toMatch(
      /\n *added +most +seconds +calls +function\n *\+6\d\.\d MiB .* 40 +__main__\.work\n.* 40 +__main__\.load\n$/,
    )
  })

  test('says of a program whose memory goes up and down that it does not', async () => {
    const { verdict, sentence } = JSON.parse(await text('series', fixture('mprof-load.dat'), '--json')) as {
      verdict: { kind: string }
      sentence: string
    }
    expect(['load', 'plateau', 'flat']).toContain(verdict.kind)
    expect(sentence).not.toMatch(/^Leak/)
  })

  test('lists children, and what cannot be judged', async () => {
    const stdout = await text('series', fixture('mprof-children.dat'))
    expect(stdout).toMatch(/^Too short to tell: /)
    expect(stdout).toMatch(/ child \d+\n.* child \d+\n/)
  })

  test('a container of one says the same', async () => {
    const path = join(folder, 'leak.heapscope')
    await text('convert', fixture('mprof-leak.dat'), '-o', path)
    expect(await text('series', path)).toBe(await text('series', fixture('mprof-leak.dat')))
  })

  test('what is cut off or not understood is said, and the rest is kept', async () => {
    const path = join(folder, 'cut.dat')
    const whole = readFileSync(fixture('mprof-leak.dat'), 'utf8')
    writeFileSync(path, `${whole.slice(0, 3000)}\nMEM x y\nhello\nMEM 12.5 179574`)
    const stdout = await text('series', path)
    expect(stdout).toMatch(
      /\n\d lines could not be read and are left out, the first of them line \d+\.\nThe last line is cut off/,
    )
  })

  test('a line report shows the lines that added most', async () => {
    const stdout = await text('allocations', fixture('line-report.txt'))
    expect(stdout).toMatch(
      /^ *increment +usage +occurrences +line +source\n *\+74\.3 MiB .*profiled\.py:\d+ +/,
    )
    expect(stdout).toMatch(/\n *on entry .*\n *on entry .*\n13 lines that ran, of 2 functions\n$/)
  })

  test.each([
    ['series', fixture('tracemalloc-3.8-1.pickle'), 2, /does not say what a process used over time/],
    ['allocations', fixture('mprof-leak.dat'), 2, /does not say when or by whom/],
  ])('%s %s is wrong usage', async (command, file, code, reason) => {
    const { exitCode, stderr } = await runInMemory([command, file])
    expect(exitCode).toBe(code)
    expect(stderr).toMatch(reason)
  })

  test.each([
    ['CMDLINE python x.py\n', /holds no samples; let the program run longer/],
    ['MEM x 1\n', /holds no samples \(line 1 could not be read/],
    ['{"heapscope": "series", "format": 1}\n', /holds no samples/],
    [
      'Filename: a.py\n\nLine #    Mem usage    Increment  Occurrences   Line Contents\n====\n',
      /has no line in its tables/,
    ],
  ])('%j ends with 3 and one sentence', async (contents, reason) => {
    const path = join(folder, 'bad')
    writeFileSync(path, contents)
    const { exitCode, stdout, stderr } = await runInMemory(['series', path])
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toMatch(/^heapscope: bad: [^\n]+\.\n$/)
    expect(stderr).toMatch(reason)
  })
})
