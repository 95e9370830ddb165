import { z } from 'zod'

/** What an origin may be permitted: that captures are loaded from it, or that its pages hand captures in. */
export type Permission = 'load' | 'hand in'

const KEYS: Readonly<Record<Permission, string>> = {
  load: 'heapscope.loads-from',
  'hand in': 'heapscope.takes-from',
}

const kept = z.array(z.string())

/** Where the tab may store nothing, the answers last as long as the page. */
const given: Readonly<Record<Permission, Set<string>>> = { load: new Set(), 'hand in': new Set() }

/** Whether the user has permitted this in this tab. */
export function isPermitted(what: Permission, origin: string): boolean {
  return given[what].has(origin) || stored(what).includes(origin)
}

/** Remembers it for as long as this tab is open, over reloads. */
export function permit(what: Permission, origin: string): void {
  given[what].add(origin)
  try {
    sessionStorage.setItem(KEYS[what], JSON.stringify([...new Set([...stored(what), origin])]))
  } catch {
    // Storage is refused.
  }
}

function stored(what: Permission): readonly string[] {
  try {
    return kept.catch([]).parse(JSON.parse(sessionStorage.getItem(KEYS[what]) ?? '[]'))
  } catch {
    return []
  }
}
