/** What a key does in a table or tree of rows. */
export type KeyAction =
  | { readonly do: 'move'; readonly to: number }
  | { readonly do: 'toggle'; readonly open: boolean }
  | { readonly do: 'activate' }

/** Where the keyboard stands. */
export interface KeyPlace {
  readonly active: number
  readonly count: number
  /** How many rows fit on screen. */
  readonly page: number
  /** Whether the row is open; undefined where it cannot be. */
  readonly open: boolean | undefined
  /** The row above it in the tree, or null. */
  readonly parent: number | null
}

/** What `key` does at `place`, after the WAI-ARIA pattern for tree grids; null for keys that do nothing here. */
export function keyAction(key: string, place: KeyPlace): KeyAction | null {
  switch (key) {
    case 'ArrowRight':
      return goRight(place)
    case 'ArrowLeft':
      return goLeft(place)
    case 'Enter':
    case ' ':
      return { do: 'activate' }
    default:
      return move(place, target(key, place))
  }
}

function target(key: string, { active, count, page }: KeyPlace): number | null {
  switch (key) {
    case 'ArrowDown':
      return active + 1
    case 'ArrowUp':
      return active - 1
    case 'PageDown':
      return active + page
    case 'PageUp':
      return active - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

function move(place: KeyPlace, to: number | null): KeyAction | null {
  if (to === null || place.count === 0) return null
  return { do: 'move', to: Math.max(0, Math.min(place.count - 1, to)) }
}

function goRight(place: KeyPlace): KeyAction | null {
  if (place.open === undefined) return null
  return place.open ? move(place, place.active + 1) : { do: 'toggle', open: true }
}

function goLeft(place: KeyPlace): KeyAction | null {
  if (place.open) return { do: 'toggle', open: false }
  return move(place, place.parent)
}
