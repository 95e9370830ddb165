import { useIsPython } from '#app/state/family.ts'
import { go } from '#app/state/place-store.ts'
import { selectOnly } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { ByteText } from '#app/ui/ByteText.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatCountOf } from '#app/ui/format.ts'
import { FrameName } from '#app/ui/FrameName.tsx'
import styles from './StackPanel.module.css'

/** Where an object was allocated: the functions on the stack, the innermost first. */
export function StackPanel({ node }: { readonly node: number }) {
  const isPython = useIsPython()
  const { value, error } = useAnswer('objectStack', node)
  if (error) return <ErrorNote message={error.message} />
  if (!value) return <p className={styles['waiting']}>Loading…</p>
  if (!value.known) {
    return (
      <EmptyState>
        Nobody noted where this object was allocated: it is older than the tracking, or was made by{' '}
        {isPython ? 'C code that does not ask Python for memory' : 'the engine itself'}.
      </EmptyState>
    )
  }
  const { frames, entry, query, live } = value.stack
  const showCalls = () => go({ view: 'allocations', options: { part: 'calls', stack: `${entry}` } })
  return (
    <div className={styles['panel']}>
      <ol className={styles['frames']} aria-label="Stack that allocated it, innermost first">
        {frames.map((frame) => (
          <li key={frame.entry}>
            <FrameName frame={frame} />
          </li>
        ))}
      </ol>
      <p className={styles['more']}>
        {formatCountOf(live.count, 'object')} (<ByteText value={live.size} />) with exactly this stack live.
      </p>
      <p className={styles['actions']}>
        <Button onClick={() => selectOnly(query)}>Select them</Button>
        <Button onClick={showCalls}>Show the stack among all</Button>
      </p>
    </div>
  )
}
