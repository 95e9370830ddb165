import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pythonText } from '#engine/testing/python-text.ts'
import { runInMemory } from '../testing/memory-io.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/${name}.heapsnapshot.gz`, import.meta.url))
const BEFORE = fixture('python/memory-before')
const AFTER = fixture('python/memory-after')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-memory-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function text(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runInMemory(args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

describe('memory', () => {
  test('says where the resident memory is, and of which process', async () => {
    const stdout = await text('memory', AFTER)
    expect(stdout).toMatch(
      /^Objects are small: 5\.2 MiB of 107\.6 MiB \(5%\)\. RSS is high because of 68\.2 MiB free in arenas/,
    )
    expect(stdout).toMatch(/\n *size +share +part +known\n/)
    expect(stdout).toMatch(/\n *24\.9 MiB +23\.1% +In use by C code +estimated: difference\n/)
    expect(stdout).toMatch(/\n107\.6 MiB +together: RSS\n/)
    expect(stdout).toMatch(/\nPython: cpython 3\.13\.0; 64 bits; linux\nCommand: make-memory\.py\n/)
  })

  test('beside an earlier capture each part has what it grew by', async () => {
    const stdout = await text('memory', AFTER, BEFORE)
    expect(stdout).toMatch(
      /\nRSS grew by 92\.5 MiB, from 15\.1 MiB to 107\.6 MiB\. New: 67\.\d MiB free in arenas/,
    )
    expect(stdout).toMatch(/\n581\.0 KiB +24\.9 MiB +\+24\.3 MiB +In use by C code/)
  })

  test('as JSON the parts add up to RSS, of a container too', async () => {
    const path = join(folder, 'after.heapscope')
    await text('convert', AFTER, '-o', path)
    const stdout = await text('memory', path, BEFORE, '--json')
    const { rss, parts, base, growth } = JSON.parse(stdout) as {
      rss: number
      parts: { name: string; bytes: number }[]
      base: { rss: number }
      growth: string
    }
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(rss)
    expect(base.rss).toBeLessThan(rss)
    expect(growth).toMatch(/^RSS grew by/)
  })

  test('what a capture says of its process cannot steer the terminal', async () => {
    const path = join(folder, 'odd.heapsnapshot')
    const root = { type: 'synthetic', name: '', address: 0 } as const
    const py = { argv: ['a\u001b[2J'], memory: { rss: 1000 }, time: 1e300 }
    writeFileSync(path, pythonText([root], py))
    const stdout = await text('memory', path)
    expect(stdout).toContain('Command: a\\u{1b}[2J\n')
    expect(stdout).toMatch(/\n *1000 B +100\.0% +Not explained +estimated: difference\n/)
  })

  test.each([
    ['a capture of V8', [fixture('captures/node-24.9.0-target')], /says? what memory its process used/],
    ['standard input twice', ['-', '-'], /only one capture can be standard input/],
  ])('%s is wrong usage', async (_, files, reason) => {
    const { exitCode, stderr } = await runInMemory(['memory', ...files])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(reason)
  })
})
