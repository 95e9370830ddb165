import { EdgeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { edgeLabel } from '../names.ts'

/**
 * Whether a module is one of the standard library, by the name of its top-level package: what the capture's own `sys` lists
 * (`sys.stdlib_module_names`, since Python 3.10), or else by its file: it has none and is not the program itself, or it lies
 * where `os` does, but not where packages are installed.
 *
 * @param modules by name: the module's node
 */
export function standardLibrary(
  snapshot: Snapshot,
  modules: ReadonlyMap<string, number>,
): (top: string) => boolean {
  const sys = modules.get('sys')
  const listed = sys === undefined ? null : textsOf(snapshot, globalOf(snapshot, sys, 'stdlib_module_names'))
  if (listed && listed.size > 0) return (top) => listed.has(top)
  const os = modules.get('os')
  const home = os === undefined ? null : folderOf(fileOf(snapshot, os))
  return (top) => {
    const node = modules.get(top)
    if (node === undefined || top === '__main__') return false
    const file = fileOf(snapshot, node)
    if (file === null) return true
    return home !== null && file.startsWith(home) && !/[\\/](?:site|dist)-packages[\\/]/.test(file)
  }
}

function folderOf(file: string | null): string | null {
  // Without the capture's values it is no path.
  return file?.replace(/[^\\/]*$/, '') || null
}

/** Where a module was read from; null where it has no file. */
export function fileOf(snapshot: Snapshot, module: number): string | null {
  const node = globalOf(snapshot, module, '__file__')
  if (node === null) return null
  const text = snapshot.strings.text(snapshot.nodeName[node]!)
  return text === 'None' || text === '' ? null : text
}

/** What a module's global or an object's attribute refers to, directly or through its dictionary; null where there is none. */
export function globalOf(snapshot: Snapshot, module: number, name: string): number | null {
  return (
    targetNamed(snapshot, module, name) ??
    targetNamed(snapshot, targetNamed(snapshot, module, '__dict__'), name)
  )
}

/** The node at the end of an edge by its name; null where there is none. */
export function targetNamed(snapshot: Snapshot, node: number | null, name: string): number | null {
  if (node === null) return null
  const { firstEdge, edgeLink } = snapshot
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    if (edgeLabel(snapshot, node, edge) === name) return linkTarget(edgeLink[edge]!)
  }
  return null
}

/** The texts of the items of a container. */
function textsOf({ firstEdge, edgeLink, nodeName, strings }: Snapshot, node: number | null): Set<string> {
  const found = new Set<string>()
  if (node === null) return found
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    const link = edgeLink[edge]!
    if (linkType(link) === EdgeType.element) found.add(strings.text(nodeName[linkTarget(link)]!))
  }
  return found
}
