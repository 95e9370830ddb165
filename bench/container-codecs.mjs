/**
 * `node container-codecs.mjs FILE.heapscope`: stores the columns of a container in several ways, block by block, and
 * prints as a Markdown table what each comes to. `docs/container.md` has the table of the 1.0 GB snapshot.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

const ENTRIES = 1 << 18
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** How numbers become bytes. */
const WAYS = {
  'as they are': (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  varint,
  'differences, varint': (values, before) => varint(engine.differences(values, before)),
  planes,
  'differences, planes': (values, before) => planes(engine.differences(values, before)),
}

const engine = await loadEngine()
const file = openSync(process.argv[2], 'r')
const container = await engine.ContainerReader.open(
  { name: '', size: fstatSync(file).size, read: async (from, to) => readBytes(from, to) },
  engine.streamCodec,
)
const task = new engine.Task({ now: () => performance.now(), pause: () => Promise.resolve() })
const print = (cells) => process.stdout.write(`| ${cells.join(' | ')} |\n`)
print(['column', 'entries', ...Object.keys(WAYS)])
print(['---', ...Object.keys(WAYS).map(() => '--:'), '--:'])
const totals = Object.keys(WAYS).map(() => ({ bytes: 0, milliseconds: 0 }))
for (const { name, type, count } of container.contents.sections) {
  if (type === 'u8' || type === 'f64' || count < ENTRIES) continue
  const read = type === 'i32' ? await container.integers(name, task) : await container.words(name, task)
  const column = new Uint32Array(read.buffer)
  const results = Object.values(WAYS).map((way) => store(column, way))
  results.forEach(({ bytes, milliseconds }, i) => {
    totals[i].bytes += bytes
    totals[i].milliseconds += milliseconds
  })
  print([name, count.toLocaleString('en-US'), ...results.map(cell)])
}
print(['all', '', ...totals.map(cell)])
closeSync(file)

function cell({ bytes, milliseconds }) {
  return `${(bytes / 1e6).toFixed(2)} MB, ${milliseconds.toFixed(0)} ms`
}

/** Bytes after deflate, and how long inflating takes. */
function store(column, way) {
  let bytes = 0
  let milliseconds = 0
  let before = 0
  for (let from = 0; from < column.length; from += ENTRIES) {
    const values = column.slice(from, from + ENTRIES)
    const raw = way(values, before)
    before = values.at(-1)
    const deflated = deflateRawSync(raw)
    bytes += deflated.length
    const started = performance.now()
    inflateRawSync(deflated, { chunkSize: Math.max(64, raw.length + 1) })
    milliseconds += performance.now() - started
  }
  return { bytes, milliseconds }
}

/** Seven bits a byte, the lowest first. */
function varint(values) {
  const bytes = new Uint8Array(values.length * 5)
  let at = 0
  for (let value of values) {
    for (; value > 0x7f; value >>>= 7) bytes[at++] = (value & 0x7f) | 0x80
    bytes[at++] = value
  }
  return bytes.subarray(0, at)
}

function planes(values) {
  return engine.splitWords(values, engine.widthOfWords(values))
}

function readBytes(from, to) {
  const bytes = new Uint8Array(to - from)
  readSync(file, bytes, 0, bytes.length, from)
  return bytes
}

async function loadEngine() {
  const { build } = await import('esbuild')
  const outfile = here('.work/engine/container.mjs')
  const folder = here('../src/engine')
  const parts = `${folder}/format/container`
  await build({
    stdin: {
      contents: `
        export { ContainerReader } from '${parts}/reader.ts'
        export { streamCodec } from '${parts}/stream-codec.ts'
        export { differences, splitWords, widthOfWords } from '${parts}/planes.ts'
        export { Task } from '${folder}/base/task.ts'`,
      resolveDir: folder,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    logLevel: 'warning',
  })
  return import(outfile)
}
