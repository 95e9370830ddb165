import { z } from 'zod'
import type { MutedFinding } from '#engine/model/finding-rows.ts'

/**
 * Findings that were muted, in the local storage as JSON under `heapscope.muted.<name>`: the name is the content hash of the
 * file that was analysed or, while that is not known, what addresses call the capture.
 */
const KEY = 'heapscope.muted.'

const schema: z.ZodType<readonly MutedFinding[]> = z.array(
  z.object({ key: z.string(), reason: z.string(), when: z.number() }),
)

/** All that is kept, by name; entries that make no sense are left out. */
export function readMuted(): Map<string, readonly MutedFinding[]> {
  const all = new Map<string, readonly MutedFinding[]>()
  whereStored((storage) => {
    for (const key of Object.keys(storage).filter((one) => one.startsWith(KEY))) {
      const { data } = schema.safeParse(parsed(storage.getItem(key)))
      if (data) all.set(key.slice(KEY.length), data)
    }
  })
  return all
}

/** Keeps what is muted under a name, or forgets it where it is null, if the browser lets the page. */
export function writeMuted(name: string, muted: readonly MutedFinding[] | null): void {
  whereStored((storage) => {
    if (muted === null) storage.removeItem(KEY + name)
    else storage.setItem(KEY + name, JSON.stringify(muted))
  })
}

/** Calls back when another tab has changed it. */
export function watchMuted(changed: () => void): void {
  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith(KEY)) changed()
  })
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
