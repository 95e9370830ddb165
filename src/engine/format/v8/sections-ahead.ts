import type { Locations } from '../../model/snapshot.ts'
import { StringTable } from '../../model/string-table.ts'
import type { Ahead, AheadReader, AheadSearch, Bounds } from './read-ahead.ts'
import type { TailBounds } from './read-edge-tail.ts'

/** A section that another thread has read before this one came to it. */
export interface SectionAhead extends Bounds {
  readonly key: 'strings' | 'locations'
}

/** The sections behind the edges, which another thread reads while this one reads what comes before. */
export class SectionsAhead {
  /** Resolves when they are read, or will not be. */
  readonly settled: Promise<unknown>
  #sections: readonly SectionAhead[] = []
  #strings: StringTable | null = null
  #locations: Locations | null = null

  /**
   * Lets the other thread read them as soon as it is known where the edges end.
   * @param search what it is told besides that
   */
  constructor(
    reader: AheadReader,
    search: Omit<AheadSearch, 'from'>,
    edges: Promise<Pick<TailBounds, 'end'> | null>,
  ) {
    // Where it fails this thread reads everything.
    this.settled = edges
      .then((bounds) => bounds && reader.readAhead({ ...search, from: bounds.end + 1 }))
      .then((ahead) => ahead && this.#take(ahead))
      .catch(() => {})
  }

  /** Null until they are read. */
  get strings(): StringTable | null {
    return this.#strings
  }

  /** Null until they are read, and where there are none before the strings. */
  get locations(): Locations | null {
    return this.#locations
  }

  /** The next of them that begins after `byte`; null where there is none, or none yet. */
  after(byte: number): SectionAhead | null {
    return this.#sections.find(({ start }) => start > byte) ?? null
  }

  #take({ strings, locations }: Ahead): void {
    this.#strings = new StringTable(strings.columns)
    this.#locations = locations && locations.columns
    this.#sections = [
      ...(locations ? [{ key: 'locations', start: locations.start, end: locations.end } as const] : []),
      { key: 'strings', start: strings.start, end: strings.end },
    ]
  }
}
