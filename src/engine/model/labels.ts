import { MAX_EDGE_TYPES } from './links.ts'

/**
 * A label is one edge's name and type in one 32-bit number: `name << 4 | type`. Names that do not fit, which only the
 * indexes of sparse arrays can be, stand in a table: `place in it << 4 | WIDE`.
 */

const TYPE_BITS = 4
/** Takes the place of a type. */
const WIDE = MAX_EDGE_TYPES

/** Smaller names fit into a label. */
export const MAX_NAME = 2 ** (32 - TYPE_BITS)

/** Wants a name below `MAX_NAME`. */
export function makeLabel(name: number, type: number): number {
  return ((name << TYPE_BITS) | type) >>> 0
}

/** The name in a label. @param wide the names that do not fit */
export function labelName(label: number, wide: readonly number[]): number {
  const name = label >>> TYPE_BITS
  return (label & WIDE) === WIDE ? wide[name]! : name
}

/** A number of `EdgeType`, or none where the name is wide. */
export function labelType(label: number): number {
  return label & WIDE
}

/** Numbers names that do not fit into labels. */
export class WideNames {
  readonly names: number[] = []
  readonly #labels = new Map<number, number>()

  /** The label of any name. */
  labelOf(name: number, type: number): number {
    return name < MAX_NAME ? makeLabel(name, type) : this.label(name, type)
  }

  /** The label of a name that does not fit. Equal names of different types have different ones. */
  label(name: number, type: number): number {
    const key = name * 16 + type
    let label = this.#labels.get(key)
    if (label === undefined) {
      label = makeLabel(this.names.push(name) - 1, WIDE)
      this.#labels.set(key, label)
    }
    return label
  }
}
