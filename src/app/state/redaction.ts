import type {
  RedactionCounts,
  RedactionList,
  RedactionNameColumn,
  RedactionNameRow,
} from '#engine/model/redaction-rows.ts'
import type { ListRequest, Page } from '#engine/model/rows.ts'
import { unitedKeys } from '#engine/redaction/key-names.ts'
import type { Packable } from './packables.ts'

/** Names that are keys in any of the captures that are shared together; null where it is one alone. */
export async function sharedKeys(all: readonly Packable[], signal: AbortSignal): Promise<Uint32Array | null> {
  if (all.length < 2) return null
  const found = await Promise.all(all.map(({ capture }) => capture!.ask('redactionKeys', [], signal)))
  return unitedKeys(found)
}

/** What would go of each capture, and what would not. */
export async function previewsOf(
  all: readonly Packable[],
  keys: Uint32Array | null,
  signal: AbortSignal,
): Promise<readonly RedactionCounts[]> {
  return Promise.all(all.map(({ capture }) => capture!.ask('redactionPreview', [keys], signal)))
}

/** A page of the names of a capture that would go, or would not. */
export function namesOf(
  { capture }: Packable,
  list: RedactionList,
  request: ListRequest<RedactionNameColumn>,
  keys: Uint32Array | null,
  signal: AbortSignal,
): Promise<Page<RedactionNameRow>> {
  return capture!.ask('redactionNames', [list, request, keys], signal)
}

/** Sums over several captures. */
export interface PreviewSums {
  readonly values: number
  readonly valueBytes: number
  readonly keyNames: number
  readonly keyUses: number
  readonly urls: number
  readonly elements: number
  readonly lines: number
  readonly unused: number
  readonly propertyNames: number
  readonly classes: number
  readonly functions: number
  readonly variables: number
  readonly files: number
}

/** Names are counted in each capture, so those of several are an upper bound. */
export function sumsOf(counts: readonly RedactionCounts[]): PreviewSums {
  const sum = (of: (one: RedactionCounts) => number) => counts.reduce((all, one) => all + of(one), 0)
  const most = (of: (one: RedactionCounts) => number) => Math.max(0, ...counts.map(of))
  return {
    values: sum(({ values }) => values.reduce((all, { count }) => all + count, 0)),
    valueBytes: sum(({ values }) => values.reduce((all, { bytes }) => all + bytes, 0)),
    keyNames: most(({ keys }) => keys.names),
    keyUses: sum(({ keys }) => keys.uses),
    urls: sum(({ urls }) => urls),
    elements: sum(({ elements }) => elements),
    lines: sum(({ lines }) => lines),
    unused: sum(({ unused }) => unused),
    propertyNames: most(({ properties }) => properties.names),
    classes: most(({ classes }) => classes),
    functions: most(({ functions }) => functions),
    variables: most(({ variables }) => variables),
    files: most(({ files }) => files),
  }
}
