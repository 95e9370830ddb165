import { CallTable } from './CallTable.tsx'
import { Icicle } from './Icicle.tsx'
import { StackFacts, type StackProps } from './StackFacts.tsx'
import styles from './Allocations.module.css'

/** The calls from the top down, drawn and as a table. */
export function CallsPart({ stacks, isProfile }: StackProps) {
  return (
    <>
      <StackFacts stacks={stacks} isProfile={isProfile} />
      <Icicle stacks={stacks} isProfile={isProfile} />
      <div className={styles['table']}>
        <CallTable stacks={stacks} isProfile={isProfile} />
      </div>
    </>
  )
}
