import type { Locations } from '../../model/snapshot.ts'
import { type StringColumns, StringTableBuilder } from '../../model/string-table.ts'
import { JsonDocument } from '../json/document.ts'
import { NumberSection } from '../json/number-section.ts'
import type { SectionReader } from '../json/section.ts'
import { StringSection } from '../json/string-section.ts'
import { SkippedValue } from '../json/value-section.ts'
import { LocationColumns } from './location-columns.ts'
import type { LocationLayout } from './meta.ts'

/** Where another thread is to look for the sections behind the edges; it can cross to one. */
export interface AheadSearch {
  /** `ByteSource.origin` of the file. */
  readonly origin: unknown
  /** The byte after a section's value. */
  readonly from: number
  /** How to read locations; null where the file does not say. */
  readonly location: LocationLayout | null
  readonly nodeStride: number
  readonly nodeCount: number
}

/** A section's value, from its first byte to its closing bracket. */
export interface Bounds {
  readonly start: number
  readonly end: number
}

/** What stands behind the edges; it can cross back: its long columns are in shared memory. */
export interface Ahead {
  readonly strings: Bounds & { readonly columns: StringColumns }
  /** Null where none stand before the strings. */
  readonly locations: (Bounds & { readonly columns: Locations }) | null
}

/** Another thread that reads ahead. */
export interface AheadReader {
  /** Does `readAhead` there. */
  readAhead(search: AheadSearch): Promise<Ahead | null>
}

/**
 * Reads on from the end of a section to the end of the section `strings`: names are there before the references are.
 * Null where the file ends without strings. O(bytes).
 * @throws HeapError where anything on the way is damaged
 */
export async function readAhead(
  chunks: (from: number) => AsyncIterable<Uint8Array>,
  search: AheadSearch,
): Promise<Ahead | null> {
  const assembly = new AheadAssembly(search)
  const document = JsonDocument.afterValue(search.from, (key) => assembly.section(key))
  for await (const chunk of chunks(search.from)) {
    document.push(chunk)
    const ahead = assembly.finish()
    if (ahead) return ahead
  }
  return null
}

/** Knows which section goes where. */
class AheadAssembly {
  readonly #search: AheadSearch
  readonly #builder = new StringTableBuilder(true)
  #strings: Bounded | undefined
  #places: LocationColumns | undefined
  #locations: Bounded | undefined

  constructor(search: AheadSearch) {
    this.#search = search
  }

  section(key: string): SectionReader {
    if (this.#strings) return new SkippedValue()
    if (key === 'strings') {
      return (this.#strings = new Bounded(new StringSection(key, this.#builder)))
    }
    const { location, nodeStride, nodeCount } = this.#search
    if (key === 'locations' && location && !this.#locations) {
      this.#places = new LocationColumns(location, nodeStride, nodeCount, true)
      return (this.#locations = new Bounded(new NumberSection(key, this.#places)))
    }
    return new SkippedValue()
  }

  /** Null until the strings are whole. */
  finish(): Ahead | null {
    const strings = this.#strings?.bounds
    if (!strings) return null
    const locations = this.#locations?.bounds
    return {
      strings: { ...strings, columns: this.#builder.build().columns },
      locations: locations ? { ...locations, columns: this.#places!.finish() } : null,
    }
  }
}

/** Notes where a value begins and ends. */
class Bounded implements SectionReader {
  readonly #reader: SectionReader
  #start = -1
  #end = -1

  constructor(reader: SectionReader) {
    this.#reader = reader
  }

  /** Null until the value has ended. */
  get bounds(): Bounds | null {
    return this.#end === -1 ? null : { start: this.#start, end: this.#end }
  }

  read(bytes: Uint8Array, from: number, to: number, offset: number): number {
    if (this.#start === -1) this.#start = offset + from
    const after = this.#reader.read(bytes, from, to, offset)
    if (after !== -1) this.#end = offset + after - 1
    return after
  }
}
