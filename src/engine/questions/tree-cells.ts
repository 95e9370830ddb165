import { idText } from '../base/id-text.ts'
import { objectCells } from '../analyses/dominator-cells.ts'
import { groupCells } from '../analyses/group-cells.ts'
import type { GroupPlace } from '../analyses/group-place.ts'
import { trimCells } from '../analyses/trim-cells.ts'
import { HeapError } from '../base/error.ts'
import { topsOf } from '../graph/tops.ts'
import type { CellLimits, TreeAddress, TreeCells, TreePlace } from '../model/dominator-rows.ts'
import type { Growth } from '../model/growth.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'

/** An answer holds a row for every cell, so there must be an end. */
const MOST_CELLS = 5000
/** All that the page and the command line ask for by themselves is within these. */
const WIDEST: CellLimits = { minSize: 1, minShare: 1e-5, maxCells: MOST_CELLS, maxDepth: 32 }

/** A place, or one below the tops of a selection. */
export type Place = TreePlace & { readonly tops?: Uint32Array | undefined }

/**
 * The dominator tree below a place in cells, at most 5,000 of them, kept for the next who asks.
 * @param growth where cells are to say what changed since the base
 * @throws HeapError `not-found`
 */
export async function cellsAt(
  asked: Asked,
  place: Place,
  address: TreeAddress,
  limits: CellLimits,
  growth: Growth | null = null,
): Promise<TreeCells> {
  const { heap } = asked
  const wanted = { ...limits, maxCells: Math.min(limits.maxCells, MOST_CELLS) }
  const name = growth ? 'growth cells' : 'cells'
  const key = (of: CellLimits): string => `${name} ${JSON.stringify([address, of])}`
  if (!isGroupPlace(place)) {
    const top = place.tops ?? place.node ?? heap.snapshot.root
    return asked.shared(key(wanted), (task) => objectCells(heap, top, wanted, task, growth))
  }
  // To know the largest cells takes a look at all nodes, whatever the limits: one is enough for all drawings.
  if (wanted.minShare >= WIDEST.minShare && wanted.maxDepth <= WIDEST.maxDepth) {
    const widest = await asked.shared(key(WIDEST), (task) => groupCells(heap, place, WIDEST, task, growth))
    if (!widest.full) return trimCells(widest, wanted)
  }
  return asked.shared(key(wanted), (task) => groupCells(heap, place, wanted, task, growth))
}

/** The place that an address names. @throws HeapError `not-found` */
export async function placeAt(
  asked: Asked,
  { by, id, path }: TreeAddress,
  among: readonly Term[] | null,
): Promise<Place> {
  const { snapshot } = asked.heap
  const tops = id === null && among ? await topsOfSelection(asked, among) : undefined
  if (id === null) return { by, node: null, path, tops }
  const node = snapshot.nodeId.indexOf(id)
  if (node === -1) throw new HeapError('not-found', `There is no object ${idText(id)} in this heap.`)
  return { by, node: node === snapshot.root ? null : node, path }
}

/** The selected objects that no other selected one dominates. @throws HeapError `bad-filter` */
export async function topsOfSelection(asked: Asked, terms: readonly Term[]): Promise<Uint32Array> {
  const nodes = await asked.nodesOf(terms)
  return asked.shared(`tops ${JSON.stringify(terms)}`, () => topsOf(asked.heap.ready.graph, nodes))
}

export function isGroupPlace(place: Place): place is GroupPlace {
  return place.by !== 'object'
}
