import { useMemo } from 'react'
import { create } from 'zustand'
import type { MutedFinding } from '#engine/model/finding-rows.ts'
import { readMuted, watchMuted, writeMuted } from '../client/muted-findings.ts'
import { shareIdIn } from '../url/page-folder.ts'
import { currentPlace, usePlace } from './place-store.ts'
import { recentAt, type RecentCapture, recentId } from './recent-budget.ts'
import { recentStore, useRecent } from './recent-store.ts'

type Muted = readonly MutedFinding[]

interface MutedState {
  /** By the name of the capture; see `nameOf`. */
  readonly kept: ReadonlyMap<string, Muted>
  /** What came along with captures that were sent, by their names; what is kept here takes its place. */
  readonly sent: ReadonlyMap<string, Muted>
}

export const mutedStore = create<MutedState>(() => ({ kept: new Map(), sent: new Map() }))

const NONE: Muted = []

/** Reads what was muted, now and whenever another tab changes it, and lets it go with the analyses it belongs to. */
export function followMuted(): void {
  const refresh = () => mutedStore.setState({ kept: readMuted() })
  watchMuted(refresh)
  refresh()
  recentStore.subscribe(({ captures }, { captures: before }) => {
    if (captures === before || captures === null) return
    moveToHashes(captures)
    for (const { id } of before ?? []) if (captures.every((capture) => capture.id !== id)) keep(id, null)
  })
}

/** The findings of the capture that is shown which somebody muted, by their keys. */
export function useMuted(): ReadonlyMap<string, MutedFinding> {
  const source = usePlace((place) => place.source)
  const captures = useRecent((recent) => recent.captures)
  const kept = mutedStore((state) => state.kept)
  const sent = mutedStore((state) => state.sent)
  return useMemo(
    () => new Map(mutedIn({ kept, sent }, nameOf(source, captures)).map((one) => [one.key, one])),
    [source, captures, kept, sent],
  )
}

/** Mutes a finding of the capture that is shown. */
export function mute(key: string, reason: string): void {
  const others = mutedOf(currentPlace().source).filter((one) => one.key !== key)
  keep(nameHere(), [...others, { key, reason, when: Date.now() }])
}

export function unmute(key: string): void {
  const rest = mutedOf(currentPlace().source).filter((one) => one.key !== key)
  keep(nameHere(), rest)
}

/** What is muted in a capture. */
export function mutedOf(source: string | null): Muted {
  return mutedIn(mutedStore.getState(), nameOf(source, recentStore.getState().captures))
}

/** Takes what was muted where a capture comes from. What was changed here before stays as it is here. */
export function receiveMuted(source: string, muted: Muted): void {
  const name = nameOf(source, recentStore.getState().captures)
  mutedStore.setState(({ sent }) => ({ sent: new Map(sent).set(name, muted) }))
}

function mutedIn({ kept, sent }: MutedState, name: string): Muted {
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

/** What was muted before the hash of the content was known. */
function moveToHashes(captures: readonly RecentCapture[]): void {
  for (const { id, addresses } of captures) {
    for (const address of addresses) {
      const { kept, sent } = mutedStore.getState()
      const given = sent.get(address)
      if (given) mutedStore.setState({ sent: new Map(sent).set(id, given) })
      const muted = kept.get(address)
      if (!muted) continue
      keep(id, [...(kept.get(id) ?? []).filter(({ key }) => muted.every((one) => one.key !== key)), ...muted])
      keep(address, null)
    }
  }
}

/** Where the browser keeps nothing it is known for as long as the tab is. @param muted null forgets the capture */
function keep(name: string, muted: Muted | null): void {
  const { kept, sent } = mutedStore.getState()
  if (muted === null && !kept.has(name)) return
  const next = new Map(kept)
  // That nothing is muted any more has to be kept where something was sent.
  const isForgotten = muted === null || (muted.length === 0 && !sent.has(name))
  if (isForgotten) next.delete(name)
  else next.set(name, muted)
  writeMuted(name, isForgotten ? null : muted)
  mutedStore.setState({ kept: next })
}
