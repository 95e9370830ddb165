import { HeapError } from '#engine/base/error.ts'
import type { Delivery } from '../client/embedder.ts'
import { placeOf } from '../url/fragment.ts'
import { asBundle, placeIn } from './bundles.ts'
import { membersOf } from './capture-set.ts'
import { failCapture, heapStore } from './heap-store.ts'
import type { CaptureState } from './open-capture.ts'
import { currentPlace, go, placeStore } from './place-store.ts'
import { idFor } from './recent-store.ts'
import { receive } from './sent-store.ts'
import { shelfStore } from './shelf.ts'
import { capturesOf, saysWhere } from './url-bundle.ts'

/**
 * Opens what was handed in as if it had been dropped, in the order it came in, at the place it names. Resolves when all
 * of it is open.
 * @throws HeapError as opening does, `cancelled` where the user goes elsewhere meanwhile
 */
export async function openDelivery({ captures, place: named }: Delivery): Promise<void> {
  const now = Date.now()
  const files = captures.map(({ buffer, title, fileName }, index) => ({
    // Files of one name and size are told apart by when they were written.
    file: new File([buffer], nameOf(title, fileName), { lastModified: now + index }),
    label: title,
  }))
  const unpacked = await Promise.all(files.map(({ file }) => asBundle(file))).catch((error: unknown) => {
    if (error instanceof HeapError) failCapture(files[0]!.label, error)
    throw error
  })
  const members = files.flatMap((one, index) => {
    const opened = unpacked[index]
    return opened
      ? opened.members.map((file, at) => ({ file, label: opened.bundle.members[at]?.label ?? null }))
      : [one]
  })
  if (members.length === 0) throw new HeapError('not-found', 'The bundle holds no captures.')
  const sources = members.map(({ file }) => `recent:${idFor(file)}`)
  const [bundle] = files.length === 1 ? unpacked : []
  if (bundle) receive(bundle.bundle, sources, null)
  const said = placeOf(named)
  const labelled = members.map(({ file, label }) => ({ name: file.name, label, bytes: file.size, from: 0 }))
  const begins = placeIn(
    bundle && said.source === null ? bundle.bundle : { place: named, members: labelled },
    sources,
  )
  const place = saysWhere(said) ? { ...said, ...capturesOf(begins) } : begins
  go(place)
  await untilOpen(membersOf(place).map(({ source }) => source))
}

function nameOf(title: string, fileName: string | undefined): string {
  return fileName === undefined || fileName === title ? title : `${title} · ${fileName}`
}

function untilOpen(sources: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const states = sources.map(stateOf)
      const failed = states.find((state) => state?.status === 'failed')
      if (sources.length === 0 || states.includes(null))
        return end(() => reject(new HeapError('cancelled', 'It was closed before it was open.')))
      if (failed)
        return end(() => reject(failed.error ?? new HeapError('unreadable', 'It could not be opened.')))
      if (states.every((state) => state?.status === 'ready')) end(resolve)
    }
    const stops = [placeStore, heapStore, shelfStore].map((store) => store.subscribe(look))
    const end = (then: () => void): void => {
      for (const stop of stops) stop()
      then()
    }
    look()
  })
}

/** What is known of a capture; null where it is none of those that are looked at. */
function stateOf(source: string): Pick<CaptureState, 'status' | 'error'> | null {
  const place = currentPlace()
  if (membersOf(place).every((member) => member.source !== source)) return null
  if (place.source === source) return heapStore.getState()
  return shelfStore.getState().captures[source] ?? { status: 'opening', error: null }
}
