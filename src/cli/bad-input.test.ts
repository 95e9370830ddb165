import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runInMemory } from './testing/memory-io.ts'

const GZIP = readFileSync(
  new URL('../../fixtures/captures/node-24.9.0-target.heapsnapshot.gz', import.meta.url),
)
const SMALL = readFileSync(new URL('../../fixtures/truth/names.heapsnapshot', import.meta.url), 'utf8')
const PICKLE = readFileSync(new URL('../../fixtures/python/tracemalloc-3.8-1.pickle', import.meta.url))
const PLAIN = gunzipSync(GZIP)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The capture up to 60 bytes into the section's contents. */
function cutIn(section: string): Uint8Array {
  const start = PLAIN.indexOf(`"${section}":`)
  expect(start).toBeGreaterThan(-1)
  return PLAIN.subarray(0, start + section.length + 60)
}

const BAD: readonly (readonly [string, () => string | Uint8Array, RegExp])[] = [
  ['an empty file', () => '', /empty/],
  ['white space only', () => ' \n'.repeat(1000), /white space/],
  ['text', () => 'hello', /not a heap snapshot/],
  ['a picture', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /not a heap snapshot/],
  ['other JSON', () => '{"name":"heapscope","version":"1.0.0"}', /snapshot/],
  ['a JSON list', () => '[1,2,3]', /snapshot/],
  ['meta without fields', () => SMALL.replace('"node_fields"', '"node_felds"'), /snapshot/],
  ['no strings', () => SMALL.slice(0, SMALL.lastIndexOf('"strings"')).replace(/,\s*$/, '}'), /strings/],
  ...['snapshot', 'nodes', 'edges', 'locations', 'strings'].map(
    (section) => [`cut off in ${section}`, () => cutIn(section), /cut off/] as const,
  ),
  [
    'a hostile pickle',
    () => Uint8Array.from([0x80, 2, ...Buffer.from('cos\nsystem\nX\x02\0\0\0id\x85R.')]),
    /names “os\.system” at byte 2;/,
  ],
  ['a pickle that is cut off', () => PICKLE.subarray(0, 3000), /cut off at byte 3000/],
  ['gzip that is cut off', () => GZIP.subarray(0, GZIP.length >> 1), /gzip/],
  ['gzip that is damaged', () => damaged(GZIP), /gzip|damaged/],
]

function damaged(bytes: Uint8Array): Uint8Array {
  // A Buffer's own `slice` would not copy.
  const copy = Uint8Array.from(bytes)
  copy.fill(0xff, copy.length >> 1, (copy.length >> 1) + 64)
  return copy
}

test.each(BAD)('%s ends with 3 and one sentence that names the file', async (_, make, what) => {
  const path = join(folder, 'bad.heapsnapshot')
  writeFileSync(path, make())
  const { exitCode, stdout, stderr } = await runInMemory(['summary', path])
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
  expect(stderr).toMatch(/^heapscope: bad\.heapsnapshot: [^\n]+\.\n$/)
  expect(stderr).toMatch(what)
})

test.each(['summary', 'nodes', 'object'])('%s of a file that is not there ends with 3', async (command) => {
  const args = command === 'object' ? ['@1'] : []
  const { exitCode, stderr } = await runInMemory([command, join(folder, 'gone.heapsnapshot'), ...args])
  expect(exitCode).toBe(3)
  expect(stderr).toBe('heapscope: gone.heapsnapshot: There is no such file; check the path.\n')
})

test('a folder ends with 3', async () => {
  const { exitCode, stderr } = await runInMemory(['summary', folder])
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/: This is a folder; name a snapshot file in it\.\n$/)
})

test('standard input is read where the file is -', async () => {
  const good = await runInMemory(['summary', '-', '--json'], { stdin: GZIP })
  expect(good.exitCode).toBe(0)
  expect(JSON.parse(good.stdout)).toMatchObject({ file: 'standard input', nodes: 63_899 })
  const bad = await runInMemory(['summary', '-'], { stdin: new Uint8Array(0) })
  expect(bad.exitCode).toBe(3)
  expect(bad.stderr).toMatch(/^heapscope: standard input: /)
})
