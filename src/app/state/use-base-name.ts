import { usePair } from './pair-store.ts'
import { usePlace } from './place-store.ts'

/** What the base is called where its capture is not in sight: as the user does, or else by its file. */
export function useBaseName(): string {
  const label = usePlace(({ set, base }) => set.find(({ source }) => source === base)?.label ?? null)
  const pair = usePair()
  return label ?? (pair.status === 'ready' ? pair.pair.base.file : 'the base')
}
