import { MAX_EDGE_TYPES } from './links.ts'

/**
 * A label is one edge's name and type in one 32-bit number: `name << 4 | type`. Names that do not fit, which are indexes
 * of sparse arrays and negative ones, stand in tables, one for each thread that read some:
 * `(table << 27 | place in it) << 4 | WIDE`.
 */

const TYPE_BITS = 4
/** Takes the place of a type. */
const WIDE = MAX_EDGE_TYPES
const PLACE_BITS = 27

/** Names that do not fit into labels, by table and place. */
export type WideTables = readonly (readonly number[])[]

/** Smaller names fit into a label. */
const MAX_NAME = 2 ** (32 - TYPE_BITS)

/** Wants a name below `MAX_NAME`. */
function makeLabel(name: number, type: number): number {
  return ((name << TYPE_BITS) | type) >>> 0
}

/** The name in a label. */
export function labelName(label: number, wide: WideTables): number {
  const name = label >>> TYPE_BITS
  return labelType(label) === WIDE ? wide[name >>> PLACE_BITS]![name & (2 ** PLACE_BITS - 1)]! : name
}

/** The label of an edge of the same type with another name, which must be small enough for labels. */
export function renamed(label: number, name: number): number {
  return makeLabel(name, labelType(label))
}

/** A number of `EdgeType`, or none where the name is wide. */
export function labelType(label: number): number {
  return label & WIDE
}

/** One table of names that do not fit into labels. */
export class WideNames {
  readonly names: number[] = []
  readonly #first: number
  readonly #labels = new Map<number, number>()

  /** @param table its number: 0, or 1 for the second thread's */
  constructor(table: 0 | 1 = 0) {
    this.#first = table << PLACE_BITS
  }

  /** The label of any name. */
  labelOf(name: number, type: number): number {
    return name < MAX_NAME ? makeLabel(name, type) : this.#wideLabel(name, type)
  }

  /** The label of a name that does not fit. Equal names of different types have different ones. */
  #wideLabel(name: number, type: number): number {
    const key = name * 2 ** TYPE_BITS + type
    let label = this.#labels.get(key)
    if (label === undefined) {
      label = makeLabel(this.#first + this.names.push(name) - 1, WIDE)
      this.#labels.set(key, label)
    }
    return label
  }
}
