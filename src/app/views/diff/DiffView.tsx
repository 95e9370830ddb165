import { useOptions } from '#app/state/use-options.ts'
import { usePair } from '#app/state/pair-store.ts'
import { usePlace } from '#app/state/place-store.ts'
import { runCommand } from '#app/commands/commands.ts'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { BothPaths } from './BothPaths.tsx'
import { ClassChanges } from './ClassChanges.tsx'
import styles from './DiffView.module.css'
import { GrowthIcicle } from './GrowthIcicle.tsx'
import { OPTIONS } from './options.ts'
import { Owners } from './Owners.tsx'
import { TopGrowers } from './TopGrowers.tsx'
import { PairHead } from './PairHead.tsx'

/** Two captures side by side: the base, the target, and the change between. */
export function DiffView() {
  const pair = usePair()
  const isSet = usePlace((place) => place.set.length > 1)
  const { show } = useOptions(OPTIONS)
  if (pair.status === 'none') {
    return (
      <EmptyState action={{ label: 'Add a capture…', run: () => runCommand('add') }}>
        {isSet
          ? 'The capture that is shown is compared with no other: choose a base in the bar above.'
          : 'What grew shows in two captures: add one taken before or after this one, of the same process or of another run.'}
      </EmptyState>
    )
  }
  if (pair.status === 'failed') return <ErrorNote message={pair.error.message} />
  if (pair.status !== 'ready') {
    return (
      <p className={styles['waiting']} role="status">
        {pair.status === 'waiting'
          ? 'Waiting until both captures are open…'
          : 'Finding out which objects are the same…'}
      </p>
    )
  }
  return (
    <div className={styles['view']}>
      <PairHead pair={pair.pair} />
      <div className={styles['list']}>
        <Shown show={show} />
      </div>
      <BothPaths />
    </div>
  )
}

function Shown({ show }: { readonly show: 'classes' | 'owners' | 'icicle' }) {
  if (show === 'owners') return <Owners />
  if (show === 'icicle') return <GrowthIcicle />
  return (
    <div className={styles['classes']}>
      <TopGrowers />
      <div className={styles['changes']}>
        <ClassChanges />
      </div>
    </div>
  )
}
