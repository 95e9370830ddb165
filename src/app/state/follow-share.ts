import { placeIn } from './bundles.ts'
import { DEFAULT_PLACE } from './place.ts'
import { currentPlace, go } from './place-store.ts'
import { receive } from './sent-store.ts'
import { openShare, shareStore } from './share-store.ts'

/**
 * Opens the share that the page's address names, if it names one, and goes to where its sender was, unless the address
 * says where. Called again it begins again.
 */
export async function followShare(): Promise<void> {
  const { link } = shareStore.getState()
  if (!link) return
  const found = await openShare(link)
  const { opening } = shareStore.getState()
  if (!found || opening.state !== 'open') return
  const { bundle } = found
  const sources = bundle.members.map((_, index) => `share:${index}`)
  receive(bundle, sources, opening.info.expires)
  if (currentPlace().source === null) go(placeIn(bundle, sources), 'replace')
}

/** Leaves a share that could not be opened, for the start of the page. */
export function leaveShare(): void {
  shareStore.setState({ opening: { state: 'none' } })
  go(DEFAULT_PLACE, 'push')
}
