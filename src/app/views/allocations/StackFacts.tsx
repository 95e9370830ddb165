import type { StackSummary } from '#engine/model/allocation-rows.ts'
import { useScope } from '#app/state/use-scope.ts'
import { ByteText } from '#app/ui/ByteText.tsx'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import styles from './Allocations.module.css'

export interface StackProps {
  readonly stacks: StackSummary
  readonly isProfile: boolean
}

/** What the stacks are about, in a line. */
export function StackFacts({ stacks, isProfile }: StackProps) {
  const { allocated, live } = stacks
  const scope = useScope()
  return (
    <p className={styles['facts']}>
      {isProfile ? (
        <>
          A sampling profile: an estimate from {formatCountOf(allocated.count, 'sample')} of{' '}
          <ByteText value={allocated.size} /> by {formatCountOf(stacks.stacks, 'stack')}. It holds no objects.
        </>
      ) : stacks.blocks ? (
        <>
          {formatCountOf(allocated.count, 'memory block')} of <ByteText value={allocated.size} /> were
          allocated by {formatCountOf(stacks.stacks, 'stack')} and not freed, as tracemalloc counts them.
        </>
      ) : (
        <>
          {formatCountOf(allocated.count, 'object')} of <ByteText value={allocated.size} /> were allocated by{' '}
          {formatCountOf(stacks.stacks, 'stack')}
          {live ? (
            <>
              ; {formatCount(live.count)} {scope ? 'selected ones ' : ''}of <ByteText value={live.size} /> are
              still there
            </>
          ) : null}
          . Sizes are those in the file, each object’s own.
        </>
      )}
    </p>
  )
}
