import { useMemo } from 'react'
import type * as TraceMapping from '@jridgewell/trace-mapping'
import { create } from 'zustand'
import type { SourcePosition } from '#engine/model/rows.ts'

/** A source map that is in use. Nothing of it is kept beyond the page. */
export interface LoadedMap {
  readonly id: number
  /** Its file's name, with the folders it came in where they are known. */
  readonly path: string
  /** How many sources it names. */
  readonly sources: number
  readonly map: TraceMapping.TraceMap
  /** The last parts of the scripts' addresses it may belong to. */
  readonly scripts: ReadonlySet<string>
}

/** A file that may be a source map. */
export interface MapFile {
  readonly path: string
  readonly text: () => Promise<string>
}

interface SourceMaps {
  readonly maps: readonly LoadedMap[]
  /** Files that are no source maps, with the reason. */
  readonly failures: readonly { readonly path: string; readonly reason: string }[]
  /** How many are being read. */
  readonly loading: number
}

/** Where a place was before it was bundled. */
export interface Original {
  readonly source: SourcePosition
  /** What stood there, where the map says so. */
  readonly name: string | null
}

type Mapping = typeof TraceMapping

const NONE: SourceMaps = { maps: [], failures: [], loading: 0 }

const store = create<SourceMaps>(() => NONE)
let mapping: Mapping | null = null
let nextId = 1

export function useSourceMaps(): SourceMaps {
  return store()
}

/** Reads source maps, one after the other, and puts them to use. @returns how many were */
export async function addMaps(files: readonly MapFile[]): Promise<number> {
  store.setState(({ loading }) => ({ loading: loading + files.length }))
  let added = 0
  for (const file of files) {
    const change = await readMap(file).then(
      (map) => ({ map }),
      (error: unknown) => ({ reason: error instanceof Error ? error.message : 'it cannot be read' }),
    )
    if ('map' in change) added++
    store.setState(({ maps, failures, loading }) => ({
      loading: loading - 1,
      ...('map' in change
        ? { maps: [...maps.filter(({ path }) => path !== file.path), change.map] }
        : { failures: [...failures, { path: file.path, reason: change.reason }] }),
    }))
  }
  return added
}

export function removeMap(id: number): void {
  store.setState(({ maps }) => ({ maps: maps.filter((map) => map.id !== id) }))
}

export function clearMaps(): void {
  store.setState(NONE)
}

async function readMap({ path, text }: MapFile): Promise<LoadedMap> {
  mapping ??= await import('@jridgewell/trace-mapping')
  const json = JSON.parse(await text()) as { file?: unknown }
  const map = new mapping.AnyMap(json as ConstructorParameters<Mapping['AnyMap']>[0])
  const scripts = new Set([lastPart(path).replace(/\.map$/, '')])
  if (typeof json.file === 'string') scripts.add(lastPart(json.file))
  return { id: nextId++, path, sources: map.sources.length, map, scripts }
}

/** Where a place in a script came from; null where no map knows. */
export function useOriginal(source: SourcePosition | null): Original | null {
  const maps = store(({ maps: loaded }) => loaded)
  return useMemo(() => originalOf(source, maps), [source, maps])
}

/** The same outside components. */
export function originalOf(
  source: SourcePosition | null,
  maps: readonly LoadedMap[] = store.getState().maps,
): Original | null {
  if (!source?.url || maps.length === 0 || !mapping) return null
  const map = mapFor(source.url, maps)
  if (!map) return null
  // Maps count lines from 1 and columns from 0.
  const found = mapping.originalPositionFor(map.map, {
    line: source.line,
    column: Math.max(0, source.column - 1),
  })
  if (found.source === null) return null
  const { source: url, line, column, name } = found
  return { source: { url, scriptId: source.scriptId, line, column: column + 1 }, name }
}

/** Of the maps for a script of that name the one whose path ends most like the script's; of several the last added. */
function mapFor(url: string, maps: readonly LoadedMap[]): LoadedMap | null {
  const script = lastPart(url)
  let best: LoadedMap | null = null
  let most = -1
  for (const map of maps) {
    if (!map.scripts.has(script)) continue
    const alike = commonEnd(partsOf(url), partsOf(map.path.replace(/\.map$/, '')))
    if (alike < most) continue
    best = map
    most = alike
  }
  return best
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length++
  return length
}

function lastPart(address: string): string {
  return partsOf(address).at(-1) ?? ''
}

/** The parts of a path or address, without what follows ? or #. */
function partsOf(address: string): readonly string[] {
  return address
    .replace(/[?#].*$/, '')
    .split(/[/\\]/)
    .filter((part) => part !== '')
}
