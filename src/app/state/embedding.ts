import { create } from 'zustand'
import { HeapError } from '#engine/base/error.ts'
import { type Delivery, listenToEmbedder, type MessageSide, NO_ORIGIN } from '../client/embedder.ts'
import { namedOrigin } from '../url/embedder-part.ts'
import { openDelivery } from './deliveries.ts'
import { isPermitted, permit } from './permitted-origins.ts'

/** Who wants something opened, while the user is asked. */
export interface Handing {
  readonly origin: string
  readonly captures: readonly { readonly title: string; readonly bytes: number }[]
}

export const embedStore = create<{ readonly asking: Handing | null }>(() => ({ asking: null }))

let answer: (agreed: boolean) => void = () => {}
/** Who was refused is not asked about again until the page is loaded anew. */
const refused = new Set<string>()

/**
 * Takes captures from the page that has framed or opened this one: from the origin that the address names, or else from
 * any that the user agrees to.
 * @returns stops it
 */
export function followEmbedder(side: MessageSide, hash: string): () => void {
  return listenToEmbedder(side, namedOrigin(hash), {
    open: async (delivery, origin, isNamed) => {
      if (!isNamed) await permission(delivery, origin)
      await openDelivery(delivery)
    },
  })
}

/** Agrees to open what is asked about, and whatever else pages of the same origin hand in to this tab. */
export function acceptDelivery(): void {
  answer(true)
}

/** Refuses what is asked about, and whatever else the same origin hands in until the page is loaded anew. */
export function refuseDelivery(): void {
  const { asking } = embedStore.getState()
  if (asking) refused.add(asking.origin)
  answer(false)
}

function permission({ captures }: Delivery, origin: string): Promise<void> {
  if (origin !== NO_ORIGIN && isPermitted('hand in', origin)) return Promise.resolve()
  if (refused.has(origin)) return Promise.reject(notWanted())
  // What was asked before is overtaken.
  answer(false)
  return new Promise((resolve, reject) => {
    answer = (agreed) => {
      answer = () => {}
      embedStore.setState({ asking: null })
      if (!agreed) return reject(notWanted())
      if (origin !== NO_ORIGIN) permit('hand in', origin)
      resolve()
    }
    const asked = captures.map(({ title, buffer }) => ({
      title,
      bytes: buffer instanceof Blob ? buffer.size : buffer.byteLength,
    }))
    embedStore.setState({ asking: { origin, captures: asked } })
  })
}

function notWanted(): HeapError {
  return new HeapError('cancelled', 'The user did not agree to open it.')
}
