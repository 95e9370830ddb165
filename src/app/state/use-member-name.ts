import { useHeap } from './heap-store.ts'
import { usePlace } from './place-store.ts'
import { useShelved } from './shelf.ts'

/** What the user calls a capture of the set, or else its file's name; null where neither is known yet. */
export function useMemberName(source: string | null): string | null {
  const label = usePlace((place) => place.set.find((member) => member.source === source)?.label ?? null)
  const isShown = usePlace((place) => place.source === source)
  const shown = useHeap((heap) => heap.file?.name ?? null)
  const shelved = useShelved(source)?.file?.name ?? null
  return label ?? (isShown ? shown : shelved)
}
