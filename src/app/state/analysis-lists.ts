import { createStore, type StoreApi, useStore } from 'zustand'
import type { StoredLists } from '../client/analysis-lists.ts'
import { shareIdIn } from '../url/page-folder.ts'
import { currentPlace, usePlace } from './place-store.ts'
import { recentAt, type RecentCapture, recentId } from './recent-budget.ts'
import { recentStore, useRecent } from './recent-store.ts'

interface Lists<Item> {
  /** By the name of the capture; see `nameOf`. */
  readonly kept: ReadonlyMap<string, readonly Item[]>
  /** What came along with captures that were sent, by their names; what is kept here takes its place. */
  readonly sent: ReadonlyMap<string, readonly Item[]>
}

const NONE: readonly never[] = []

/** A list for each capture that is kept with its analysis and goes along when it is shared. */
export class AnalysisLists<Item> {
  readonly store: StoreApi<Lists<Item>> = createStore<Lists<Item>>(() => ({
    kept: new Map(),
    sent: new Map(),
  }))
  readonly #stored: StoredLists<Item>
  readonly #keyOf: (item: Item) => string

  /** @param keyOf tells items of a list apart */
  constructor(stored: StoredLists<Item>, keyOf: (item: Item) => string) {
    this.#stored = stored
    this.#keyOf = keyOf
  }

  /** Reads what is kept, now and whenever another tab changes it, and lets it go with the analyses it belongs to. */
  follow(): void {
    const refresh = () => this.store.setState({ kept: this.#stored.read() })
    this.#stored.watch(refresh)
    refresh()
    recentStore.subscribe(({ captures }, { captures: before }) => {
      if (captures === before || captures === null) return
      this.#moveToHashes(captures)
      for (const { id } of before ?? [])
        if (captures.every((capture) => capture.id !== id)) this.#keep(id, null)
    })
  }

  /** The list of a capture. */
  of(source: string | null): readonly Item[] {
    return listIn(this.store.getState(), nameOf(source, recentStore.getState().captures))
  }

  /** Puts an item at the end of the list of the capture that is shown, in the place of what has its key. */
  add(item: Item): void {
    this.#keep(nameHere(), [...this.#without(this.#keyOf(item)), item])
  }

  remove(key: string): void {
    this.#keep(nameHere(), this.#without(key))
  }

  /** Takes the list where a capture comes from. What was changed here before stays as it is here. */
  receive(source: string, items: readonly Item[]): void {
    const name = nameOf(source, recentStore.getState().captures)
    this.store.setState(({ sent }) => ({ sent: new Map(sent).set(name, items) }))
  }

  #without(key: string): readonly Item[] {
    return this.of(currentPlace().source).filter((one) => this.#keyOf(one) !== key)
  }

  /** What was kept before the hash of the content was known. */
  #moveToHashes(captures: readonly RecentCapture[]): void {
    for (const { id, addresses } of captures) {
      for (const address of addresses) {
        const { kept, sent } = this.store.getState()
        const given = sent.get(address)
        if (given) this.store.setState({ sent: new Map(sent).set(id, given) })
        const items = kept.get(address)
        if (!items) continue
        const keys = new Set(items.map(this.#keyOf))
        this.#keep(id, [...(kept.get(id) ?? []).filter((one) => !keys.has(this.#keyOf(one))), ...items])
        this.#keep(address, null)
      }
    }
  }

  /** Where the browser keeps nothing it is known for as long as the tab is. @param items null forgets the capture */
  #keep(name: string, items: readonly Item[] | null): void {
    const { kept, sent } = this.store.getState()
    if (items === null && !kept.has(name)) return
    const next = new Map(kept)
    // That a list is empty now has to be kept where something was sent.
    const isForgotten = items === null || (items.length === 0 && !sent.has(name))
    if (isForgotten) next.delete(name)
    else next.set(name, items)
    this.#stored.write(name, isForgotten ? null : items)
    this.store.setState({ kept: next })
  }
}

/** The list of the capture that is shown. */
export function useAnalysisList<Item>({ store }: AnalysisLists<Item>): readonly Item[] {
  const source = usePlace((place) => place.source)
  const captures = useRecent((recent) => recent.captures)
  return useStore(store, (lists) => listIn(lists, nameOf(source, captures)))
}

function listIn<Item>({ kept, sent }: Lists<Item>, name: string): readonly Item[] {
  return kept.get(name) ?? sent.get(name) ?? NONE
}

function nameHere(): string {
  return nameOf(currentPlace().source, recentStore.getState().captures)
}

/** What a capture is called that outlives the page: the hash of its content as soon as that is known. */
function nameOf(source: string | null, captures: readonly RecentCapture[] | null): string {
  const id = recentId(source)
  if (id !== null) return recentAt(captures ?? [], id)?.id ?? id
  const share = shareIdIn(location.pathname)
  return source?.startsWith('share:') && share !== null ? `${share} ${source}` : String(source)
}
