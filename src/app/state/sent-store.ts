import { create } from 'zustand'
import type { Bundle } from '#engine/format/bundle/bundle.ts'
import { membersOf } from './capture-set.ts'
import { libraryLists } from './libraries.ts'
import { mutedLists } from './muted-store.ts'
import { currentPlace, placeStore } from './place-store.ts'

/** What somebody sent along with captures that are open now. */
export interface Sent extends Pick<Bundle, 'title' | 'note' | 'created' | 'redacted'> {
  /** The captures it is about. */
  readonly sources: readonly string[]
  /** When the share ends; null where it never does, or came as a file. ISO time. */
  readonly expires: string | null
}

export const sentStore = create<{ readonly sent: Sent | null }>(() => ({ sent: null }))

/** Takes what was sent along; it is forgotten with the captures it is about. */
export function receive(
  { title, note, created, redacted, members }: Bundle,
  sources: readonly string[],
  expires: string | null,
): void {
  members.forEach(({ muted, libraries }, i) => {
    if (sources[i] === undefined) return
    if (muted) mutedLists.receive(sources[i], muted)
    if (libraries) libraryLists.receive(sources[i], libraries)
  })
  sentStore.setState({ sent: { title, note, created, redacted, sources, expires } })
}

export function dismissSent(): void {
  sentStore.setState({ sent: null })
}

placeStore.subscribe(() => {
  const { sent } = sentStore.getState()
  const here = membersOf(currentPlace()).map(({ source }) => source)
  if (sent && here.every((source) => !sent.sources.includes(source))) dismissSent()
})
