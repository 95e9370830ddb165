import { createHash } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

const CAPTURE = fileURLToPath(
  new URL('../../../fixtures/captures/node-24.9.0-target.heapsnapshot.gz', import.meta.url),
)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-convert-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)

async function convert(...args: string[]) {
  return runInMemory(['convert', ...args])
}

test('every command answers from the container as from the capture', async () => {
  const { exitCode, stdout } = await convert(CAPTURE, '-o', at('out.heapscope'))
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(
    /^out\.heapscope: \d+\.\d [KM]iB, \d+\.\d times smaller than node-24\.9\.0-target\.heapsnapshot\.gz \(\d+\.\d MiB\)\n$/,
  )
  for (const args of [['nodes'], ['object', '@1', '--json']]) {
    const [command, ...rest] = args as [string, ...string[]]
    const fromCapture = await runInMemory([command, CAPTURE, ...rest])
    const fromContainer = await runInMemory([command, at('out.heapscope'), ...rest])
    expect(fromContainer.stdout === fromCapture.stdout && fromContainer.exitCode === 0).toBe(true)
  }
  const summaries = await Promise.all(
    [CAPTURE, at('out.heapscope')].map(async (file) => {
      const summary = JSON.parse((await runInMemory(['summary', file, '--json'])).stdout) as object
      return { ...summary, phases: null }
    }),
  )
  expect(summaries[1]).toEqual(summaries[0])
})

test('a container from a pipe opens too, and converting one again copies it', async () => {
  await convert(CAPTURE, '-o', at('a.heapscope'))
  const bytes = readFileSync(at('a.heapscope'))
  const piped = await runInMemory(['summary', '-', '--json'], { stdin: bytes })
  expect(piped.exitCode).toBe(0)
  await convert(at('a.heapscope'), '-o', at('b.heapscope'))
  expect(readFileSync(at('b.heapscope')).equals(bytes)).toBe(true)
  const { exitCode } = await convert(at('a.heapscope'), '-o', at('a.heapscope'), '--force')
  expect(exitCode).toBe(0)
  expect(readFileSync(at('a.heapscope')).equals(bytes)).toBe(true)
})

test('the container says which file it was made from', async () => {
  await convert(CAPTURE, '-o', at('out.heapscope'))
  const text = readFileSync(at('out.heapscope'), 'latin1')
  // The fixture is smaller than two pieces.
  const capture = readFileSync(CAPTURE)
  const pieces = [capture.subarray(0, 1 << 20), capture.subarray(1 << 20)].filter(({ length }) => length > 0)
  const digests = pieces.map((piece) => createHash('sha256').update(piece).digest())
  const hash = createHash('sha256').update(Buffer.concat(digests)).digest('hex')
  expect(text).toContain(`"contentHash":"${hash}"`)
  expect(text).toMatch(/"producer":"Heapscope \d+\.\d+\.\d+"/)
})

test('a redacted container has names and sizes, and neither values nor where it came from', async () => {
  const { exitCode, stdout } = await convert(CAPTURE, '-o', at('shared.heapscope'), '--redact')
  expect({ exitCode, stdout: stdout.slice(0, 18) }).toEqual({ exitCode: 0, stdout: 'shared.heapscope: ' })
  const { stdout: summary } = await runInMemory(['summary', at('shared.heapscope'), '--json'])
  const { stdout: before } = await runInMemory(['summary', CAPTURE, '--json'])
  const told = JSON.parse(summary) as Record<string, unknown>
  const original = JSON.parse(before) as Record<string, unknown>
  expect(told).toMatchObject({ file: 'shared.heapscope', redacted: true, nodes: original['nodes'] })
  expect(original['redacted']).toBe(false)
  const { stdout: strings } = await runInMemory(['strings', at('shared.heapscope'), '--json', '--top', '50'])
  const { rows } = JSON.parse(strings) as { rows: readonly { value: string }[] }
  expect(rows.every(({ value }) => /^‹[\d,]+ characters, value [0-9a-z]{12}›$/.test(value))).toBe(true)
  expect(readFileSync(at('shared.heapscope'), 'latin1')).not.toContain('node-24.9.0')
  const { stdout: objects } = await runInMemory(['query', at('shared.heapscope'), 'class:=Session', '--json'])
  expect(JSON.parse(objects)).toMatchObject({ total: 410 })
})

test('two redacted containers of one capture have no value in common', async () => {
  const valuesOf = async (output: string): Promise<Set<string>> => {
    await convert(CAPTURE, '-o', at(output), '--redact')
    const { stdout } = await runInMemory(['strings', at(output), '--json', '--top', '1000'])
    return new Set((JSON.parse(stdout) as { rows: { value: string }[] }).rows.map(({ value }) => value))
  }
  const second = await valuesOf('b.heapscope')
  expect([...(await valuesOf('a.heapscope'))].filter((value) => second.has(value))).toEqual([])
})

test('a file that exists is replaced only when forced', async () => {
  writeFileSync(at('out.heapscope'), 'precious')
  const refused = await convert(CAPTURE, '-o', at('out.heapscope'))
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
  expect(refused.stderr).toMatch(/exists; --force replaces it\.\n$/)
  expect(readFileSync(at('out.heapscope'), 'utf8')).toBe('precious')
  expect((await convert(CAPTURE, '-o', at('out.heapscope'), '--force')).exitCode).toBe(0)
  expect(readFileSync(at('out.heapscope')).length).toBeGreaterThan(1000)
})

test('through a link its target is replaced and the link stays', async () => {
  writeFileSync(at('target'), 'old')
  symlinkSync(at('target'), at('link'))
  expect((await convert(CAPTURE, '-o', at('link'), '--force')).exitCode).toBe(0)
  expect(readFileSync(at('target')).length).toBeGreaterThan(1000)
  expect(readdirSync(folder).toSorted()).toEqual(['link', 'target'])
})

test('what is no file is never replaced', async () => {
  mkdirSync(at('inner'))
  expect(await convert(CAPTURE, '-o', at('inner'), '--force')).toMatchObject({ exitCode: 2 })
  expect(await convert(CAPTURE, '-o', '/dev/null', '--force')).toMatchObject({ exitCode: 2 })
})

test('a failure leaves nothing behind, and what was there as it was', async () => {
  writeFileSync(at('bad.heapsnapshot'), '{"snapshot":')
  writeFileSync(at('out.heapscope'), 'precious')
  const { exitCode, stderr } = await convert(at('bad.heapsnapshot'), '-o', at('out.heapscope'), '--force')
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^heapscope: bad\.heapsnapshot: /)
  expect(readdirSync(folder).toSorted()).toEqual(['bad.heapsnapshot', 'out.heapscope'])
  expect(readFileSync(at('out.heapscope'), 'utf8')).toBe('precious')
})

test('a folder that is not there is said before anything is read', async () => {
  const { exitCode, stderr } = await convert('no-such-file', '-o', at('nowhere/out.heapscope'))
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: 'heapscope: out.heapscope: There is no such folder to write it to; make it first.\n',
  })
})

test('an output must be named', async () => {
  expect(await convert(CAPTURE)).toMatchObject({ exitCode: 2, stdout: '' })
})

test('--help gives examples', async () => {
  const { exitCode, stdout } = await convert('--help')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('Examples:\n  $ heapscope convert ')
})

test('a damaged container is refused by every command that reads what is damaged', async () => {
  await convert(CAPTURE, '-o', at('good.heapscope'))
  const bytes = readFileSync(at('good.heapscope'))
  const refuse = async (damaged: Uint8Array, command: string) => {
    writeFileSync(at('damaged.heapscope'), damaged)
    const { exitCode, stderr, stdout } = await runInMemory([command, at('damaged.heapscope')])
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toMatch(/^heapscope: damaged\.heapscope: [A-Z][^\n]+\.\n$/)
  }
  const flipped = Uint8Array.from(bytes)
  flipped[bytes.length >> 1]! ^= 0x10
  await refuse(flipped, 'nodes')
  await refuse(bytes.subarray(0, bytes.length - 1), 'summary')
  await refuse(bytes.subarray(0, bytes.length >> 1), 'summary')
  await refuse(Buffer.concat([bytes, Buffer.from('\n')]), 'summary')
  copyFileSync(at('good.heapscope'), at('damaged.heapscope'))
  expect((await runInMemory(['summary', at('damaged.heapscope')])).exitCode).toBe(0)
})
