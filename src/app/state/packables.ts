import { membersOf } from './capture-set.ts'
import { shownCapture } from './heap-store.ts'
import type { OpenCapture } from './open-capture.ts'
import { currentPlace } from './place-store.ts'
import { shelved } from './shelf.ts'

/** A capture that is looked at, as it can be packed. */
export interface Packable {
  readonly source: string
  readonly label: string | null
  /** Null while it is not open. */
  readonly capture: OpenCapture | null
}

/** The captures looked at. */
export function packables(): readonly Packable[] {
  const { source: shown, ...place } = currentPlace()
  return membersOf({ ...place, source: shown }).map(({ source, label }) => ({
    source,
    label,
    capture: source === shown ? shownCapture() : shelved(source),
  }))
}

/** Why these cannot be packed now, or null. */
export function whyNotPacked(all: readonly Packable[]): string | null {
  if (all.some(({ capture }) => capture?.state.shallowOnly))
    return 'A capture was opened without its references: only whole analyses can be shared.'
  if (all.some(({ capture }) => capture?.state.status !== 'ready'))
    return 'Captures are still being opened: they can be shared when all of them are ready.'
  return null
}
