import type { ClassPage } from '#engine/model/rows.ts'
import { ENGINE_SHOWN } from '#app/state/class-place.ts'
import { setOptions } from '#app/state/place-store.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'

interface EngineToggleProps {
  readonly shown: boolean
  /** What is folded, or would be. */
  readonly folded: ClassPage['folded']
}

/** Shows or folds the classes that the engine makes for itself, and says how many they are. */
export function EngineToggle({ shown, folded }: EngineToggleProps) {
  if (folded.classes === 0) return null
  const toggle = () => setOptions({ engine: shown ? undefined : ENGINE_SHOWN.engine })
  return (
    <Button
      aria-pressed={shown}
      title="Code, hidden classes, contexts and other things the engine makes for itself"
      onClick={toggle}
    >
      {shown ? 'Fold' : 'Show'} the engine’s {formatCountOf(folded.classes, 'class', 'classes')} (
      {formatBytes(folded.shallowSize)})
    </Button>
  )
}
