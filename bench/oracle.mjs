/**
 * `node oracle.mjs [capture …]`: writes what Chrome DevTools' own worker says of every node of the captures in
 * `fixtures/captures` to `fixtures/oracle`. Their layout is described there, in `README.md`.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { loadInDevTools } from './devtools/load.mjs'

const CAPTURES = fileURLToPath(new URL('../fixtures/captures', import.meta.url))
const ORACLE = fileURLToPath(new URL('../fixtures/oracle', import.meta.url))

/** Heapscope shows no more of a joined string. */
const MAX_NAME = 1024

const files = readdirSync(CAPTURES).filter((name) => /\.heap(snapshot|timeline)\.gz$/.test(name))
const wanted = process.argv.slice(2)
for (const file of wanted.length
  ? files.filter((name) => wanted.some((part) => name.startsWith(part)))
  : files) {
  const { snapshot } = await loadInDevTools(`${CAPTURES}/${file}`)
  const bytes = gzipSync(encode(truthOf(snapshot, file)), { level: 9 })
  const out = `${ORACLE}/${basename(file, '.gz').replace(/\.heapsnapshot$/, '')}.oracle.gz`
  writeFileSync(out, bytes)
  process.stdout.write(`${out} ${bytes.length}\n`)
}
process.exit()

/** All answers as columns over the nodes, in file order. */
function truthOf(snapshot, capture) {
  const keys = new Map()
  const columns = {
    shallowSize: [],
    retained: [],
    distance: [],
    dominator: [],
    detachedness: [],
    classKey: [],
  }
  const names = { node: [], hash: [] }
  const node = snapshot.createNode(0)
  let before = 0
  for (let ordinal = 0; ordinal < snapshot.nodeCount; ordinal++) {
    node.nodeIndex = ordinal * snapshot.nodeFieldCount
    const key = publicKey(node)
    if (!keys.has(key)) {
      keys.set(key, keys.size)
    }
    columns.shallowSize.push(node.selfSize())
    columns.retained.push(zigzag(node.retainedSize() - node.selfSize()))
    columns.distance.push(zigzag(node.distance()))
    columns.dominator.push(zigzag(node.dominatorIndex() / snapshot.nodeFieldCount - ordinal))
    columns.detachedness.push(node.detachedness())
    columns.classKey.push(keys.get(key))
    if (node.name() !== node.rawName()) {
      names.node.push(ordinal - before)
      names.hash.push(hashOf(node.name().slice(0, MAX_NAME)))
      before = ordinal
    }
  }
  const aggregates = snapshot.aggregatesWithFilter({})
  const header = {
    capture,
    devtools: 'chrome-devtools-frontend 1.0.1705227',
    nodes: snapshot.nodeCount,
    statistics: snapshot.getStatistics(),
    keys: [...keys.keys()],
    aggregates: Object.keys(aggregates).map((key) => {
      const { name, count, self, maxRet, distance } = aggregates[key]
      return { key, name, count, self, maxRet, distance }
    }),
  }
  return { header, columns: { ...columns, namedNode: names.node, nameHash: names.hash } }
}

/** The key that `aggregatesWithFilter` shows to the outside. */
function publicKey(node) {
  const key = node.classKeyInternal()
  return typeof key === 'number' ? `,${node.className()}` : key
}

/** Whole numbers with a sign as whole numbers without: 0, -1, 1, -2, … become 0, 1, 2, 3, … */
function zigzag(value) {
  return value >= 0 ? value * 2 : -value * 2 - 1
}

/** FNV-1a over the UTF-16 units. */
function hashOf(text) {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return hash >>> 0
}

function encode({ header, columns }) {
  const parts = Object.entries(columns).map(([name, values]) => ({
    name,
    count: values.length,
    bytes: varints(values),
  }))
  const json = Buffer.from(
    JSON.stringify({
      ...header,
      columns: parts.map(({ name, count, bytes }) => ({ name, count, bytes: bytes.length })),
    }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.length)
  return Buffer.concat([length, json, ...parts.map(({ bytes }) => bytes)])
}

/** LEB128: seven bits a byte, lowest first, the top bit set on all but the last. */
function varints(values) {
  const bytes = []
  for (let value of values) {
    while (value >= 0x80) {
      bytes.push((value % 0x80) | 0x80)
      value = Math.floor(value / 0x80)
    }
    bytes.push(value)
  }
  return Buffer.from(bytes)
}
