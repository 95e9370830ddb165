import { touched } from '../../base/columns.ts'
import type { RecentLists } from '../../model/edge-name-collector.ts'
import { CAPACITY, type NumberParser } from './number-parser.ts'
import { type Kernel, OUTPUT } from './wasm-kernel.ts'
import { WasmNumberParser } from './wasm-number-parser.ts'

/** What records of edges may say. */
export interface EdgeRules {
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
/** Where things are in the memory, behind the parser's numbers. */
const ROOM = Math.ceil((4 * RECORDS) / 64) * 64
const LINKS = OUTPUT + 4 * CAPACITY
const LABELS = LINKS + ROOM
const TABLE = LABELS + ROOM
/** In the table: behind codes and marks, 16 bytes for each length of a name, and twice 16 for each of a position. */
const NAME_PLACES = TABLE + 32
const POSITION_PLACES = NAME_PLACES + 8 * 16
/** Lists of labels that were met lately. */
const SLOTS = Math.ceil((POSITION_PLACES + 16 * 32) / 64) * 64
/** Nodes whose lists are looked up at a time; what is known of them takes the place of the parser's numbers. */
const MOST_NODES = 1 << 11
const ENDS = OUTPUT
const NUMBERS = ENDS + 4 * MOST_NODES
const STRANGERS = NUMBERS + 4 * MOST_NODES
/** In a table of places: a place that no character goes to. */
const NOWHERE = 0xff

/** Turns the text of edges that a parser has at hand into links and labels, many a call. */
export class EdgeText implements RecentLists {
  /** By record, of those that were taken: entries of `Snapshot.edgeLink`, and labels. */
  readonly links: Uint32Array
  readonly labels: Uint32Array
  readonly ends: Uint32Array
  readonly numbers: Uint32Array
  readonly strangers: Uint32Array
  readonly #parser: WasmNumberParser
  readonly #kernel: Kernel
  readonly #rules: EdgeRules
  readonly #inverse: number
  readonly #bits: number
  /** Where the labels are, in the memory, whose lists were asked for last, and their first edge. */
  #at = 0
  #first = 0

  constructor(parser: WasmNumberParser, rules: EdgeRules) {
    const { kernel } = parser
    const { buffer } = kernel.memory
    this.#parser = parser
    this.#kernel = kernel
    this.links = new Uint32Array(buffer, LINKS, RECORDS)
    this.labels = new Uint32Array(buffer, LABELS, RECORDS)
    this.ends = new Uint32Array(buffer, ENDS, MOST_NODES)
    this.numbers = new Uint32Array(buffer, NUMBERS, MOST_NODES)
    this.strangers = new Uint32Array(buffer, STRANGERS, MOST_NODES)
    this.#rules = rules
    const table = new Uint8Array(buffer, TABLE, 32)
    table.set(rules.codes)
    table.set(
      rules.codes.map((code) => (rules.hasIndex(code) ? 1 : 0)),
      16,
    )
    touched(new Uint8Array(buffer, SLOTS))
    fillPlaces(new Uint8Array(buffer, NAME_PLACES, 8 * 16), new Uint8Array(buffer, POSITION_PLACES, 16 * 32))
    this.#bits = Math.log2(rules.nodeStride & -rules.nodeStride)
    this.#inverse = inverseOf(rules.nodeStride >>> this.#bits)
  }

  /** The largest string index used as a name, in all calls. */
  get maxName(): number {
    return this.#kernel.maxName.value >>> 0
  }

  /** How many records the last call took. */
  get taken(): number {
    return this.#kernel.edgesTaken.value
  }

  /**
   * Takes records from `position` on, where one begins, while they are plain and there is room: whose types and targets
   * there are and whose names fit into labels. Wants that the parser holds no numbers.
   * @returns where the first begins that was not taken
   */
  run(position: number): number {
    const { codes, nodeStride, nodeCount } = this.#rules
    return this.#parser.within(position, (from, to) =>
      this.#kernel.edges(
        from,
        to,
        LINKS,
        LABELS,
        RECORDS,
        TABLE,
        codes.length,
        this.#inverse,
        this.#bits,
        nodeCount,
        nodeCount * nodeStride > 10 ** 8,
        OUTPUT,
      ),
    )
  }

  recognize(at: number, first: number, nodes: number, end: number): number {
    this.#at = LABELS + 4 * at
    this.#first = first
    return this.#kernel.recognize(this.#at, first, ENDS, NUMBERS, nodes, end, SLOTS, STRANGERS)
  }

  get strange(): number {
    return this.#kernel.strange.value
  }

  settle(nodes: number): void {
    this.#kernel.settle(this.#at, this.#first, ENDS, NUMBERS, nodes, SLOTS, STRANGERS)
  }
}

/**
 * Says which of the 16 characters before a number's end belongs where: a name's from behind into the first eight places, the
 * last eight of a position into the others, and what comes before them into the first two of another 16.
 */
function fillPlaces(names: Uint8Array, positions: Uint8Array): void {
  names.fill(NOWHERE)
  for (let length = 1; length <= 8; length++) {
    for (let i = 0; i < length; i++) names[16 * length - 9 - i] = 15 - i
  }
  positions.fill(NOWHERE)
  for (let length = 1; length <= 10; length++) {
    for (let i = 0; i < length; i++) positions[32 * length - 17 - i + (i < 8 ? 0 : 10)] = 15 - i
  }
}

/** The inverse of an odd number modulo 2^32, by Newton's method: each step doubles how many bits are right. */
function inverseOf(odd: number): number {
  let inverse = odd
  for (let bits = 3; bits < 32; bits *= 2) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse))
  return inverse >>> 0
}

/** Null where the parser is not the kernel's, or the records are laid out otherwise. */
export function createEdgeText(
  parser: NumberParser,
  layout: { readonly stride: number; readonly type: number; readonly name: number; readonly target: number },
  rules: EdgeRules,
): EdgeText | null {
  const { stride, type, name, target } = layout
  const suits = stride === EDGE_STRIDE && type === 0 && name === 1 && target === 2
  if (!suits || rules.nodeStride > MAX_NODE_STRIDE || rules.codes.length > 16) return null
  return parser instanceof WasmNumberParser ? new EdgeText(parser, rules) : null
}
