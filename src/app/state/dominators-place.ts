import type { TreeAddress } from '#engine/model/dominator-rows.ts'
import { writeGroupPath } from '#engine/model/group-path.ts'
import type { Place } from './place.ts'

/**
 * The options by which the address names a place in the dominator tree; what is undefined is left out. A path means
 * nothing in a tree of objects, so only the object it begins at stays.
 */
export function dominatorOptions({
  by,
  id,
  path,
}: TreeAddress): Readonly<Record<'by' | 'at', string | undefined>> {
  const at = writeGroupPath({ id, path: by === 'object' ? [] : path })
  return { by: by === 'class' ? undefined : by, at: at === '' ? undefined : at }
}

/**
 * Where the view of dominators shows this place, with all else as it is by itself. Its table is filtered no more: a filter
 * is meant for the rows of one place.
 */
export function dominatorsPlace(address: TreeAddress): Pick<Place, 'view' | 'options' | 'filter'> {
  const named = Object.entries(dominatorOptions(address)).filter(([, value]) => value !== undefined)
  return { view: 'dominators', filter: '', options: Object.fromEntries(named) as Record<string, string> }
}
