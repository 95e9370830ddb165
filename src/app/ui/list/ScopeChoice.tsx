import type { Term } from '#engine/model/selection-rows.ts'
import { setOptions, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Choice } from '../Choice.tsx'
import { formatCountOf } from '../format.ts'
import styles from './ScopeChoice.module.css'

const SCOPES = [
  { value: 'heap', title: 'Heap' },
  { value: 'selection', title: 'Selection' },
] as const

/** Whether a view is about the whole heap or the selection, and how much that is; nothing where nothing is selected. */
export function ScopeChoice() {
  const some = usePlace((place) => place.selection.length > 0)
  const scope = useScope()
  if (!some) return null
  return (
    <span className={styles['scope']}>
      <Choice
        label="Of"
        value={scope ? 'selection' : 'heap'}
        choices={SCOPES}
        onChange={(of) => setOptions({ of: of === 'heap' ? undefined : of }, 'push')}
      />
      {scope ? <About terms={scope} /> : null}
    </span>
  )
}

function About({ terms }: { readonly terms: readonly Term[] }) {
  const { value, error } = useAnswer('selection', terms)
  if (error) return null
  return (
    <span className={styles['about']} role="status">
      {value ? `about ${formatCountOf(value.count, 'selected object')} only` : 'about the selection only'}
    </span>
  )
}
