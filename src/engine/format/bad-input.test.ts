import { expect, test } from 'vitest'
import { HeapError, type HeapErrorCode } from '../base/error.ts'
import { Session } from '../session.ts'
import { type SampleFile, sampleFile, sampleText, sourceOf } from '../testing/sample-text.ts'
import { QUIET_HOST } from '../testing/captures.ts'

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

async function failure(...pieces: Uint8Array[]): Promise<HeapError> {
  try {
    await Session.read(sourceOf(pieces), QUIET_HOST)
  } catch (error) {
    if (error instanceof HeapError) return error
    throw error
  }
  throw new Error('the input was accepted')
}

async function failureOf(change: (file: SampleFile) => void): Promise<HeapError> {
  const file = sampleFile()
  change(file)
  return failure(encode(JSON.stringify(file)))
}

/** One sentence: begins with a capital, ends with one full stop. */
const SENTENCE = /^[A-Z“][^\n]*[^.]\.$/

function expectError(error: HeapError, code: HeapErrorCode, message: RegExp): void {
  expect(error.code).toBe(code)
  expect(error.message).toMatch(message)
  expect(error.message).toMatch(SENTENCE)
}

test('an empty file and a file of blanks say that nothing was written', async () => {
  expectError(await failure(), 'empty', /is empty/)
  expectError(await failure(encode(' \n ')), 'empty', /only white space/)
})

test('a file cut off anywhere names the section and the byte where it ends', async () => {
  const text = sampleText()
  const last = text.length - 1
  for (let length = 1; length <= last; length++) {
    const error = await failure(encode(text.slice(0, length)))
    expect(error.code).toBe('cut-off')
    expect(error.place?.byte).toBe(encode(text.slice(0, length)).length)
    expect(error.message).toMatch(SENTENCE)
  }
  for (const section of [
    'snapshot',
    'nodes',
    'edges',
    'trace_tree',
    'samples',
    'locations',
    'scopes',
    'strings',
  ]) {
    const inside = text.indexOf(`"${section}":`) + section.length + 5
    expectError(
      await failure(encode(text.slice(0, inside))),
      'cut-off',
      new RegExp(`in section “${section}”`),
    )
  }
})

test('what is not JSON says so', async () => {
  expectError(
    await failure(encode('hello')),
    'not-json',
    /has “h” at byte 0, where JSON of a heap snapshot has an opening brace/,
  )
  expectError(await failure(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46)), 'not-json', /0x7f at byte 0/)
  expectError(await failure(encode('[1,2,3]')), 'not-json', /“\[” at byte 0/)
  expectError(
    await failure(encode(`${sampleText()}}`)),
    'not-json',
    /is whole, but the file goes on with “}” at byte/,
  )
})

test('a gigabyte of blanks is refused after its first kilobytes', async () => {
  const blanks = encode(' '.repeat(1 << 16))
  let pieces = 0
  const source = {
    name: 'blanks',
    size: 2 ** 30,
    async *chunks() {
      for (; pieces < 2 ** 14; pieces++) yield blanks
    },
  }
  await expect(Session.read(source, QUIET_HOST)).rejects.toMatchObject({ code: 'not-json' })
  expect(pieces).toBeLessThan(4)
})

test('JSON of another kind is named for what it is', async () => {
  expectError(await failure(encode('{}')), 'not-a-snapshot', /no sections/)
  expectError(
    await failure(encode('{"a":1,"b":[{}]}')),
    'not-a-snapshot',
    /it has “a”, “b” and no “snapshot”/,
  )
  expectError(await failure(encode('{"head":{},"samples":[]}')), 'not-a-snapshot', /sampling profile/)
  expectError(await failure(encode('{"traceEvents":[]}')), 'not-a-snapshot', /performance trace/)
  expectError(
    await failure(encode('{"version":3,"type":"Inspector","nodes":[1]}')),
    'not-a-snapshot',
    /JavaScriptCore/,
  )
})

test('a header without what is needed names the missing field', async () => {
  expectError(await failure(encode('{"snapshot":[],"nodes":[]}')), 'bad-meta', /is not an object/)
  expectError(await failure(encode('{"snapshot":{},"nodes":[]}')), 'bad-meta', /no “meta” object/)
  for (const field of ['type', 'name', 'id', 'self_size', 'edge_count']) {
    const error = await failureOf((file) => {
      const meta = file.snapshot['meta'] as { node_fields: string[] }
      meta.node_fields = meta.node_fields.map((name) => (name === field ? 'other' : name))
    })
    expectError(error, 'bad-meta', new RegExp(`names no field “${field}” in “node_fields”`))
  }
})

test('sections that are missing, twice there or out of order are named', async () => {
  for (const section of ['nodes', 'edges', 'strings'] as const) {
    const error = await failureOf((file) => {
      delete (file as Partial<SampleFile>)[section]
    })
    expect(error.code).toBe('not-a-snapshot')
    expect(error.message).toContain('“')
  }
  const text = sampleText()
  expectError(
    await failure(encode(text.replace('"samples"', '"nodes"'))),
    'not-a-snapshot',
    /“nodes” stands in the file twice/,
  )
  expectError(await failure(encode(text.replace('"snapshot"', '"snap"'))), 'not-a-snapshot', /no “snapshot”/)
})

test('numbers that are none, or make half a record, are pointed at', async () => {
  const text = sampleText()
  const at = text.indexOf('"nodes":[') + 9
  expectError(
    await failure(encode(`${text.slice(0, at)}x${text.slice(at)}`)),
    'bad-number',
    /“nodes” has “x” at byte/,
  )
  expectError(await failure(encode(`${text.slice(0, at)}1.5,${text.slice(at)}`)), 'bad-number', /has “\.”/)
  expectError(await failure(encode(`${text.slice(0, at)},${text.slice(at)}`)), 'bad-number', /has “,”/)
  expectError(
    await failure(encode(`${text.slice(0, at)}4 ${text.slice(at)}`)),
    'bad-number',
    /a comma belongs/,
  )
  expectError(await failureOf((file) => file.nodes.pop()), 'bad-number', /in the middle of a record \(5 of 6/)
})

test('nodes and edges that cannot be are refused', async () => {
  expectError(await failureOf((file) => void (file.nodes[0] = 6)), 'bad-number', /Node 0 has type 6/)
  expectError(await failureOf((file) => void (file.nodes[2] = -1)), 'bad-number', /Node 0 has -1/)
  expectError(await failureOf((file) => void (file.edges[0] = 9)), 'bad-edge', /Edge 0 has type 9/)
  expectError(await failureOf((file) => void (file.edges[2] = 30)), 'bad-edge', /Edge 0 points at 30/)
  expectError(
    await failureOf((file) => void (file.edges[2] = 7)),
    'bad-edge',
    /points at 7, where no node is/,
  )
  expectError(
    await failureOf((file) => void (file.nodes[4] = 3)),
    'bad-edge',
    /declare 7 edges, but there are only 6/,
  )
  expectError(await failureOf((file) => void (file.nodes[4] = 1)), 'bad-edge', /more edges than the 5/)
  expectError(await failureOf((file) => void (file.nodes = [])), 'not-a-snapshot', /“nodes” is empty/)
})

test('names without a string are refused', async () => {
  expectError(
    await failureOf((file) => file.strings.pop()),
    'bad-string',
    /string 6, but section “strings” holds only 6/,
  )
  const text = sampleText().replace('"Window"', 'null')
  expectError(await failure(encode(text)), 'bad-string', /has “n” at byte/)
})

test('gzip data that are cut off or damaged say how far they could be read', async () => {
  const packed = new Blob([encode(sampleText())]).stream().pipeThrough(new CompressionStream('gzip'))
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
  expectError(
    await failure(bytes.subarray(0, bytes.length - 9)),
    'bad-gzip',
    /gzip data are damaged or cut off/,
  )
  expectError(await failure(bytes.subarray(0, 2)), 'bad-gzip', /after 0 decompressed bytes/)
  const damaged = bytes.slice()
  damaged[40]! ^= 0xff
  expectError(await failure(damaged), 'bad-gzip', /gzip data/)
})

test('a source that fails keeps its own error', async () => {
  const source = {
    name: 'gone',
    size: null,
    // oxlint-disable-next-line require-yield
    async *chunks(): AsyncGenerator<Uint8Array> {
      throw new Error('the disk is gone')
    },
  }
  await expect(Session.read(source, QUIET_HOST)).rejects.toThrow('the disk is gone')
})

test('a cancelled read stops with that code', async () => {
  const source = sourceOf([encode(sampleText())])
  await expect(Session.read(source, { ...QUIET_HOST, signal: { aborted: true } })).rejects.toMatchObject({
    code: 'cancelled',
  })
})
