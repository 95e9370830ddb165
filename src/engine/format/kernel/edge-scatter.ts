import { CAPACITY } from './number-parser.ts'
import { instantiate, type Kernel, OUTPUT } from './wasm-kernel.ts'

/** What records of edges may say. */
export interface ScatterRules {
  /** Our code for each of the file's types, at most 16. */
  readonly codes: Uint8Array
  readonly hasIndex: (code: number) => boolean
  /** Numbers in a node's record: targets are written as multiples of it. */
  readonly nodeStride: number
  readonly nodeCount: number
}

/** Numbers in the record of an edge, which must be type, name and target. */
const EDGE_STRIDE = 3
/** What is no multiple of a larger stride might be taken for one of 2^28 nodes. */
const MAX_NODE_STRIDE = 15
const RECORDS = Math.floor(CAPACITY / EDGE_STRIDE)
/** Where things are in the memory, behind the records. */
const ROOM = Math.ceil((4 * RECORDS) / 64) * 64
const LINKS = OUTPUT + 4 * CAPACITY
const LABELS = LINKS + ROOM
const TABLE = LABELS + ROOM

/** Turns records of edges into links and labels, many a call. */
export class EdgeScatter {
  /** By record, of those that were taken: entries of `Snapshot.edgeLink`, and labels. */
  readonly links: Uint32Array
  readonly labels: Uint32Array
  readonly #kernel: Kernel
  readonly #records: Uint32Array
  readonly #rules: ScatterRules
  readonly #inverse: number
  readonly #bits: number
  #count = 0

  /** @throws where the host does not allow WebAssembly, or knows none with 128-bit vectors */
  constructor(rules: ScatterRules) {
    this.#kernel = instantiate()
    const { buffer } = this.#kernel.memory
    this.#records = new Uint32Array(buffer, OUTPUT, CAPACITY)
    this.links = new Uint32Array(buffer, LINKS, RECORDS)
    this.labels = new Uint32Array(buffer, LABELS, RECORDS)
    this.#rules = rules
    const table = new Uint8Array(buffer, TABLE, 32)
    table.set(rules.codes)
    table.set(
      rules.codes.map((code) => (rules.hasIndex(code) ? 1 : 0)),
      16,
    )
    this.#bits = Math.log2(rules.nodeStride & -rules.nodeStride)
    this.#inverse = inverseOf(rules.nodeStride >>> this.#bits)
  }

  /** The largest string index used as a name, in all calls. */
  get maxName(): number {
    return this.#kernel.maxName.value >>> 0
  }

  /** The next `count` records: `EDGE_STRIDE` numbers each, at most `CAPACITY` in all. */
  load(numbers: Uint32Array, count: number): void {
    this.#records.set(numbers.subarray(0, count * EDGE_STRIDE))
    this.#count = count
  }

  /**
   * Takes records from `from` on, four at a time, while they are plain: whose types and targets there are and whose names
   * fit into labels.
   * @returns the first that was not taken
   */
  run(from: number): number {
    const { codes, nodeCount } = this.#rules
    const taken = this.#kernel.scatter(
      OUTPUT + 4 * EDGE_STRIDE * from,
      this.#count - from,
      LINKS + 4 * from,
      LABELS + 4 * from,
      TABLE,
      codes.length,
      this.#inverse,
      this.#bits,
      nodeCount,
    )
    return from + taken
  }
}

/** The inverse of an odd number modulo 2^32, by Newton's method: each step doubles how many bits are right. */
function inverseOf(odd: number): number {
  let inverse = odd
  for (let bits = 3; bits < 32; bits *= 2) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse))
  return inverse >>> 0
}

/** Null where the host cannot, or the records are laid out otherwise. */
export function createEdgeScatter(
  layout: { readonly stride: number; readonly type: number; readonly name: number; readonly target: number },
  rules: ScatterRules,
): EdgeScatter | null {
  const { stride, type, name, target } = layout
  const suits = stride === EDGE_STRIDE && type === 0 && name === 1 && target === 2
  if (!suits || rules.nodeStride > MAX_NODE_STRIDE || rules.codes.length > 16) return null
  try {
    return new EdgeScatter(rules)
  } catch {
    return null
  }
}
