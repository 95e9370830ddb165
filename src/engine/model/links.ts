/**
 * A link is one edge's target and type in one 32-bit number, so that walks over the graph read four bytes an edge:
 * `target << 4 | type`.
 */

const TYPE_BITS = 4

/** Types that fit into a link. One more number would, but labels need it, see `labels.ts`. */
export const MAX_EDGE_TYPES = (1 << TYPE_BITS) - 1

/** Nodes that links can point at: 2^28. */
export const MAX_NODES = 2 ** (32 - TYPE_BITS)

export function makeLink(target: number, type: number): number {
  return ((target << TYPE_BITS) | type) >>> 0
}

/** The node that a link points at. */
export function linkTarget(link: number): number {
  return link >>> TYPE_BITS
}

/** A number of `EdgeType`. */
export function linkType(link: number): number {
  return link & MAX_EDGE_TYPES
}
