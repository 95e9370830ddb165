import { setOptions, usePlace } from '#app/state/place-store.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Choice } from '../Choice.tsx'

const SCOPES = [
  { value: 'heap', title: 'Heap' },
  { value: 'selection', title: 'Selection' },
] as const

/** Whether a list is about the whole heap or the selection; nothing where nothing is selected. */
export function ScopeChoice() {
  const some = usePlace((place) => place.selection.length > 0)
  const scope = useScope()
  if (!some) return null
  return (
    <Choice
      label="Of"
      value={scope ? 'selection' : 'heap'}
      choices={SCOPES}
      onChange={(of) => setOptions({ of: of === 'heap' ? undefined : of }, 'push')}
    />
  )
}
