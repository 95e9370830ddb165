/** What Chrome DevTools says of one capture; columns over the nodes in file order. Layout: `fixtures/oracle/README.md`. */
export interface OracleTruth {
  readonly capture: string
  readonly nodes: number
  /** Class keys as we write them. */
  readonly keys: readonly string[]
  readonly aggregates: readonly OracleAggregate[]
  readonly shallowSize: Float64Array
  readonly retainedSize: Float64Array
  /** Null where nothing leads to the node. */
  readonly distance: readonly (number | null)[]
  /** Positions of nodes; the root's is its own. */
  readonly dominator: Float64Array
  readonly detachedness: Float64Array
  /** Positions in `keys`. */
  readonly classKey: Float64Array
  /** For nodes that are not shown by the file's own name: `textHash` of the name shown. */
  readonly nameHash: ReadonlyMap<number, number>
}

export interface OracleAggregate {
  readonly key: string
  readonly name: string
  readonly count: number
  readonly self: number
  readonly maxRet: number
  readonly distance: number
}

interface Header {
  readonly capture: string
  readonly nodes: number
  readonly keys: readonly string[]
  readonly aggregates: readonly OracleAggregate[]
  readonly columns: readonly { readonly name: string; readonly count: number; readonly bytes: number }[]
}

const NOT_FOUND = -5

/** Decodes a truth file after decompression. */
export function decodeOracleTruth(bytes: Uint8Array): OracleTruth {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength))) as Header
  const columns = new Map<string, Float64Array>()
  let at = 4 + headerLength
  for (const { name, count, bytes: length } of header.columns) {
    columns.set(name, varints(bytes.subarray(at, at + length), count))
    at += length
  }
  const shallowSize = columns.get('shallowSize')!
  return {
    capture: header.capture,
    nodes: header.nodes,
    keys: header.keys.map(ownKey),
    aggregates: header.aggregates.map((row) => ({ ...row, key: ownKey(row.key) })),
    shallowSize,
    retainedSize: columns.get('retained')!.map((value, node) => signed(value) + shallowSize[node]!),
    distance: Array.from(columns.get('distance')!, (value) =>
      signed(value) === NOT_FOUND ? null : signed(value),
    ),
    dominator: columns.get('dominator')!.map((value, node) => signed(value) + node),
    detachedness: columns.get('detachedness')!,
    classKey: columns.get('classKey')!,
    nameHash: nameHashes(columns.get('namedNode')!, columns.get('nameHash')!),
  }
}

/** FNV-1a over the UTF-16 units of a text. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return hash >>> 0
}

/** DevTools writes `,Name` and `script,line,column,Name`, counting from 0; we `Name` and `Name @script:line:column`. */
export function ownKey(key: string): string {
  const located = /^(\d+),(\d+),(\d+),(.*)$/s.exec(key)
  if (!located) return key.slice(1)
  const [, script, line, column, name] = located
  return `${name} @${script}:${Number(line) + 1}:${Number(column) + 1}`
}

function nameHashes(steps: Float64Array, hashes: Float64Array): Map<number, number> {
  const found = new Map<number, number>()
  let node = 0
  for (let i = 0; i < steps.length; i++) {
    node += steps[i]!
    found.set(node, hashes[i]!)
  }
  return found
}

function varints(bytes: Uint8Array, count: number): Float64Array {
  const values = new Float64Array(count)
  let at = 0
  for (let i = 0; i < count; i++) {
    let scale = 1
    for (; bytes[at]! >= 0x80; at++) {
      values[i]! += (bytes[at]! & 0x7f) * scale
      scale *= 0x80
    }
    values[i]! += bytes[at++]! * scale
  }
  return values
}

function signed(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
