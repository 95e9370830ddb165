import { z } from 'zod'

/** Lists that belong to analyses, by the names of these, as the browser keeps them. */
export interface StoredLists<Item> {
  /** All that is kept; entries that make no sense are left out. */
  readonly read: () => Map<string, readonly Item[]>
  /** Keeps a list under a name, or forgets it where it is null, if the browser lets the page. */
  readonly write: (name: string, items: readonly Item[] | null) => void
  /** Calls back when another tab has changed one. */
  readonly watch: (changed: () => void) => void
}

/**
 * Lists in the local storage as JSON under `<prefix><name>`: the name is the content hash of the file that was analysed or,
 * while that is not known, what addresses call the capture.
 */
export function storedLists<Item>(prefix: string, item: z.ZodType<Item>): StoredLists<Item> {
  const list = z.array(item)
  return {
    read() {
      const all = new Map<string, readonly Item[]>()
      whereStored((storage) => {
        for (const key of Object.keys(storage).filter((one) => one.startsWith(prefix))) {
          const { data } = list.safeParse(parsed(storage.getItem(key)))
          if (data) all.set(key.slice(prefix.length), data)
        }
      })
      return all
    },
    write(name, items) {
      whereStored((storage) => {
        if (items === null) storage.removeItem(prefix + name)
        else storage.setItem(prefix + name, JSON.stringify(items))
      })
    },
    watch(changed) {
      addEventListener('storage', ({ key }) => {
        if (key === null || key.startsWith(prefix)) changed()
      })
    },
  }
}

function whereStored(work: (storage: Storage) => void): void {
  try {
    work(localStorage)
  } catch {
    // It keeps nothing, as in frames of some sites.
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
