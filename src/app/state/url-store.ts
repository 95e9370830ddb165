import { create } from 'zustand'
import { HeapError } from '#engine/base/error.ts'
import { downloadFile } from '../client/download-file.ts'
import { pageFolder } from '../url/page-folder.ts'
import { isUrlSource, memberOf, readUrlSource, type UrlSource } from '../url/url-source.ts'
import { asBundle, type OpenedBundle } from './bundles.ts'
import { membersOf } from './capture-set.ts'
import type { Place } from './place.ts'
import { currentPlace, go, placeStore, usePlace } from './place-store.ts'
import { isPermitted, permit } from './permitted-origins.ts'
import type { RecentFile } from './recent-store.ts'
import { receive } from './sent-store.ts'
import { placeUnpacked } from './url-bundle.ts'

/** How far a file is. */
export interface Download extends Pick<UrlSource, 'name' | 'host'> {
  readonly done: number
  /** 0 where the server does not say. */
  readonly total: number
}

interface UrlState {
  /** What the place names that the user has to agree to first; empty where there is nothing to ask. */
  readonly asking: readonly UrlSource[]
  /** What is being loaded, by its address. */
  readonly downloads: Readonly<Record<string, Download>>
}

export const urlStore = create<UrlState>(() => ({ asking: [], downloads: {} }))

export function useUrls<Part>(select: (state: UrlState) => Part): Part {
  return urlStore(select)
}

/** How far loading the capture that is shown has come; null where it is not being loaded. */
export function useDownload(): Download | null {
  const href = usePlace(({ source }) => urlSourceOf(source)?.href)
  return useUrls(({ downloads }) => (href === undefined ? null : (downloads[href] ?? null)))
}

/** What a source names, or null where it is of another kind or may not be loaded. */
export function urlSourceOf(source: string | null): UrlSource | null {
  if (source === null || !isUrlSource(source)) return null
  try {
    return readUrlSource(source, pageFolder(location))
  } catch {
    return null
  }
}

/** Between two reports of how far a download is. */
const REPORT_MS = 100

interface Loaded {
  readonly file: File
  readonly bundle: OpenedBundle | null
}

interface Load {
  readonly loaded: Promise<Loaded>
  readonly stop: AbortController
}

/** What was loaded for the captures of the place, by its address; it goes with them. */
const loads = new Map<string, Load>()
/** Bundles of which what their senders say has been said. */
const told = new WeakSet<OpenedBundle>()
/** Who waits for the user to agree. */
let waiting: readonly { readonly address: UrlSource; readonly allow: () => void }[] = []

placeStore.subscribe(({ place }, { place: left }) => {
  if (place.source === left.source && place.set === left.set) return
  const wanted = new Set(addressesOf(place).map(({ href }) => href))
  for (const [href, { stop }] of loads) {
    if (wanted.has(href)) continue
    loads.delete(href)
    stop.abort()
  }
})

/**
 * The capture that a source of this kind names; asks the user first where it is of another origin. Where a bundle is found
 * instead, the place changes to its captures.
 * @throws HeapError `not-found`, `unreadable`, `cut-off`, `bad-container`, `cancelled`
 */
export async function urlCapture(source: string): Promise<RecentFile> {
  const address = readUrlSource(source, pageFolder(location))
  const { member, host } = address
  const { file, bundle } = await load(address)
  if (bundle) tell(source, address, bundle)
  if (member === null && bundle) {
    unpack(source, bundle)
    throw cancelled()
  }
  const found = member === null ? file : bundle?.members[member]
  if (found) return { file: found, name: found.name, size: found.size }
  throw new HeapError(
    'not-found',
    `The file at ${host} holds other captures than this address names: open its own address again.`,
  )
}

/** Agrees to load what is asked about, and from the same origins whatever else this tab is sent to. */
export function allowLoading(): void {
  for (const { origin } of urlStore.getState().asking) permit('load', origin)
  const allowed = waiting
  waiting = []
  publish()
  for (const { allow } of allowed) allow()
}

/** Makes a source be loaded anew when it is wanted next. */
export function forgetLoaded(source: string): void {
  const href = urlSourceOf(source)?.href
  if (href !== undefined) loads.delete(href)
}

function load(address: UrlSource): Promise<Loaded> {
  const known = loads.get(address.href)
  if (known) return known.loaded
  const stop = new AbortController()
  const loaded = loadOnce(address, stop.signal)
  loads.set(address.href, { loaded, stop })
  // The next try begins again.
  loaded.catch(() => {
    if (loads.get(address.href)?.stop === stop) loads.delete(address.href)
  })
  return loaded
}

async function loadOnce(address: UrlSource, signal: AbortSignal): Promise<Loaded> {
  await permission(address, signal)
  const { href, name, host } = address
  let last: Download = { name, host, done: 0, total: 0 }
  note(href, last)
  const timer = setInterval(() => note(href, last), REPORT_MS)
  const progress = (done: number, total: number) => {
    last = { name, host, done, total }
  }
  try {
    const file = await downloadFile(address, pageFolder(location), progress, signal)
    const bundle = await asBundle(file)
    signal.throwIfAborted()
    if (bundle && bundle.members.length === 0)
      throw new HeapError('not-found', `The bundle at ${host} holds no captures: ask who made it.`)
    return { file, bundle }
  } finally {
    clearInterval(timer)
    note(href, null)
  }
}

/** Says once what the sender of a bundle says, where nothing but its captures is looked at. */
function tell(source: string, { href }: UrlSource, opened: OpenedBundle): void {
  if (told.has(opened) || addressesOf(currentPlace()).some((one) => one.href !== href)) return
  told.add(opened)
  receive(opened.bundle, sourcesIn(source, opened), null)
}

function unpack(source: string, opened: OpenedBundle): void {
  const place = currentPlace()
  if (membersOf(place).every((member) => member.source !== source)) return
  go(placeUnpacked(place, source, opened.bundle, sourcesIn(source, opened)), 'replace')
}

function sourcesIn(source: string, { members }: OpenedBundle): readonly string[] {
  return members.map((_, index) => memberOf(source, index))
}

function permission(address: UrlSource, signal: AbortSignal): Promise<void> {
  if (isAgreed(address)) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const entry = { address, allow: resolve }
    waiting = [...waiting, entry]
    publish()
    signal.addEventListener(
      'abort',
      () => {
        waiting = waiting.filter((one) => one !== entry)
        publish()
        reject(cancelled())
      },
      { once: true },
    )
  })
}

/** All of the place are asked about at once, also those whose turn to be opened has not come. */
function publish(): void {
  const all =
    waiting.length === 0 ? [] : [...addressesOf(currentPlace()), ...waiting.map(({ address }) => address)]
  const wanted = new Map(all.filter((one) => !isAgreed(one)).map((one) => [one.href, one]))
  urlStore.setState({ asking: [...wanted.values()] })
}

function isAgreed({ isOwn, origin }: UrlSource): boolean {
  return isOwn || isPermitted('load', origin)
}

function addressesOf(place: Place): readonly UrlSource[] {
  return membersOf(place).flatMap(({ source }) => urlSourceOf(source) ?? [])
}

function note(href: string, download: Download | null): void {
  const { [href]: before, ...others } = urlStore.getState().downloads
  if (before === (download ?? undefined)) return
  urlStore.setState({ downloads: download ? { ...others, [href]: download } : others })
}

function cancelled(): HeapError {
  return new HeapError('cancelled', 'Loading was cancelled.')
}
