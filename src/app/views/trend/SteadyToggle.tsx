import { go } from '#app/state/place-store.ts'
import { Button } from '#app/ui/Button.tsx'

/** The filter of what grew in every step. */
export const STEADILY = 'steady:yes'

/** Narrows the list to what grew in every step. */
export function SteadyToggle({ pressed }: { readonly pressed: boolean }) {
  return (
    <Button aria-pressed={pressed} onClick={() => go({ filter: pressed ? '' : STEADILY }, 'replace')}>
      Steady growth only
    </Button>
  )
}
