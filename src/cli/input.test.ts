import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { frameOf } from '#engine/format/bundle/bundle.ts'
import { runInMemory } from './testing/memory-io.ts'

const captureAt = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/captures/${name}.heapsnapshot.gz`, import.meta.url))
const CAPTURES = ['bun-1.4.5', 'node-12.22.12-target'].map(captureAt)

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-input-'))
  await runInMemory(['convert', CAPTURES[0]!, '-o', at('small.heapscope')])
  writeFileSync(at('two.heapscope'), bundleOf([at('small.heapscope'), CAPTURES[1]!]))
  writeFileSync(at('one.heapscope'), bundleOf([CAPTURES[0]!]))
  writeFileSync(at('none.heapscope'), bundleOf([]))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)

function bundleOf(files: readonly string[]): Uint8Array {
  const contents = files.map((file) => readFileSync(file))
  const about = { title: '', note: '', place: '', created: '2026-11-26T21:00:00.000Z', redacted: false }
  const { head, tail } = frameOf(
    about,
    contents.map((bytes, i) => ({ name: `capture ${i + 1}`, label: null, bytes: bytes.length })),
  )
  return Buffer.concat([head, ...contents, tail])
}

const summary = (file: string, stdin?: Uint8Array) =>
  runInMemory(['summary', file, '--json'], stdin ? { stdin } : {})

async function nodesIn(file: string, stdin?: Uint8Array): Promise<number> {
  const { stdout, exitCode, stderr } = await summary(file, stdin)
  expect(exitCode, stderr).toBe(0)
  return (JSON.parse(stdout) as { nodes: number }).nodes
}

describe('a bundle', () => {
  test('is opened by every command as the capture of it that is named', async () => {
    for (const [i, capture] of CAPTURES.entries()) {
      const inBundle = await runInMemory(['nodes', `${at('two.heapscope')}:${i + 1}`])
      const alone = await runInMemory(['nodes', capture])
      expect(inBundle.exitCode).toBe(0)
      expect(inBundle.stdout === alone.stdout).toBe(true)
    }
  })

  test('of one capture is that capture, in a file and on standard input', async () => {
    const nodes = await nodesIn(CAPTURES[0]!)
    expect(await nodesIn(at('one.heapscope'))).toBe(nodes)
    expect(await nodesIn(`${at('one.heapscope')}:1`)).toBe(nodes)
    expect(await nodesIn('-', readFileSync(at('one.heapscope')))).toBe(nodes)
  })

  test('of several asks for the number of one, and says which there are', async () => {
    expect(await summary(at('two.heapscope'))).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'error: two.heapscope holds 2 captures; put the number of one behind it, as in “:1”: 1 is capture 1, 2 is capture 2.\n',
    })
    expect(await summary(`${at('two.heapscope')}:3`)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'error: two.heapscope has no capture 3: 1 is capture 1, 2 is capture 2.\n',
    })
    const piped = await summary('-', readFileSync(at('two.heapscope')))
    expect(piped).toMatchObject({ exitCode: 2, stdout: '' })
    expect(piped.stderr).toMatch(/^error: standard input holds 2 captures; save it as a file/)
  })

  test('gives both sides of a difference', async () => {
    const file = at('two.heapscope')
    const { exitCode, stdout } = await runInMemory(['diff', `${file}:2`, `${file}:2`, '--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ totals: { delta: { nodes: 0, bytes: 0 } } })
  })

  test('that is empty or damaged is refused', async () => {
    const bytes = readFileSync(at('two.heapscope'))
    writeFileSync(at('cut.heapscope'), bytes.subarray(0, bytes.length - 1))
    for (const name of ['none.heapscope', 'cut.heapscope', 'cut.heapscope:1']) {
      const { exitCode, stderr } = await summary(at(name))
      expect(exitCode).toBe(3)
      expect(stderr).toMatch(/^heapscope: (none|cut)\.heapscope(:1)?: [A-Z][^\n]+\.\n$/)
    }
  })
})

describe('a name that ends with a number', () => {
  test('is that of a file where there is one', async () => {
    writeFileSync(at('capture:2'), readFileSync(CAPTURES[0]!))
    expect(await nodesIn(at('capture:2'))).toBe(await nodesIn(CAPTURES[0]!))
  })

  test('behind a file that is no bundle is wrong usage', async () => {
    const { exitCode, stderr } = await summary(`${CAPTURES[0]!}:1`)
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'error: bun-1.4.5.heapsnapshot.gz holds one capture; leave :1 out.\n',
    })
  })

  test('of nothing is missed as any other', async () => {
    const { exitCode, stderr } = await summary(at('nowhere:2'))
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: 'heapscope: nowhere:2: There is no such file; check the path.\n',
    })
  })
})
