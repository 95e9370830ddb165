import { ENGINE_SHOWN } from '#app/state/class-place.ts'
import { setOptions } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'

interface EngineToggleProps {
  readonly shown: boolean
  /** The filter of the list. */
  readonly filter: string
}

/** Shows or folds the classes that the engine makes for itself, and says how many they are. */
export function EngineToggle({ shown, filter }: EngineToggleProps) {
  const folded = useAnswer('classes', { start: 0, end: 0, filter, folded: true }).value?.folded
  if (!folded || folded.classes === 0) return null
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
