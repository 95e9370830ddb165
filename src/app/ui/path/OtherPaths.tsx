import { useState } from 'react'
import type { Removed } from '#engine/model/retainer-rows.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '../Button.tsx'
import { ErrorNote } from '../ErrorNote.tsx'
import { formatCount } from '../format.ts'
import { PathChain } from './PathChain.tsx'
import styles from './PathChain.module.css'

interface OtherPathsProps {
  readonly node: number
  /** What is taken out of the heap. Must be stable between renders or equal by value. */
  readonly removed?: Removed
  /** Whether the first path is shown too: the object panel has it already. */
  readonly first?: boolean
}

const NOTHING: Removed = { cuts: [], ignored: [] }

/** How else an object is held: one more path, each time, that shares no object with those before it. */
export function OtherPaths({ node, removed = NOTHING, first = false }: OtherPathsProps) {
  const [wanted, setWanted] = useState(first ? 1 : 0)
  return (
    <div className={styles['others']}>
      {wanted === 0 ? (
        <p className={styles['words']}>
          <Button onClick={() => setWanted(2)}>Held how else?</Button>
        </p>
      ) : (
        <Found
          node={node}
          removed={removed}
          first={first}
          wanted={wanted}
          onMore={() => setWanted(wanted + 1)}
        />
      )}
    </div>
  )
}

interface FoundProps extends Required<OtherPathsProps> {
  readonly wanted: number
  readonly onMore: () => void
}

function Found({ node, removed, first, wanted, onMore }: FoundProps) {
  const { value, error, pending } = useAnswer('heldHowElse', node, wanted, removed)
  if (error) return <ErrorNote message={error.message} />
  if (!value) return <p className={styles['words']}>Looking for another path…</p>
  const { paths, exhausted } = value
  const shown = first ? paths : paths.slice(1)
  return (
    <>
      {shown.map((path, i) => {
        const number = first ? i + 1 : i + 2
        const name = `Path ${formatCount(number)} of ${exhausted ? formatCount(paths.length) : `at least ${formatCount(paths.length + 1)}`}`
        return (
          <section key={number} aria-label={name} className={styles['other']}>
            <h4 className={styles['number']}>{name}</h4>
            <PathChain path={path} label={name} legend={false} />
          </section>
        )
      })}
      <p role="status" className={styles['words']}>
        {outcome(paths.length, exhausted, pending)}
      </p>
      {exhausted ? null : (
        <p className={styles['words']}>
          <Button disabled={pending} onClick={onMore}>
            Show the next path
          </Button>
        </p>
      )}
    </>
  )
}

function outcome(count: number, exhausted: boolean, pending: boolean): string {
  if (pending) return 'Looking for another path…'
  if (!exhausted) return 'There is another path that shares no object with these but roots.'
  if (count === 0) return 'No path leads here.'
  return count === 1
    ? 'No other path: every way shares an object with the shortest one.'
    : 'No other path shares no object with these.'
}
