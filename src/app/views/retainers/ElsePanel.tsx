import { useState } from 'react'
import type { Removed } from '#engine/model/retainer-rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatCount } from '#app/ui/format.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { OtherPaths } from '#app/ui/path/OtherPaths.tsx'
import styles from './RetainersView.module.css'

interface ElsePanelProps {
  readonly terms: readonly Term[]
  readonly removed: Removed
}

/** The paths to one of the selected objects, of which no two share an object; the largest first, and then the others. */
export function ElsePanel({ terms, removed }: ElsePanelProps) {
  const [index, setIndex] = useState(0)
  const { value, error } = useAnswer('selected', terms, {
    start: index,
    end: index + 1,
    sort: { column: 'retainedSize', descending: true },
  })
  if (error) return <ErrorNote message={error.message} />
  const node = value?.rows[0]
  if (!value || !node) return <p className={styles['words']}>{value ? 'Nothing is selected.' : 'Looking…'}</p>
  return (
    <div className={styles['elsePane']}>
      <div className={styles['one']}>
        <NodeName node={node} />
        {value.total > 1 ? (
          <span className={styles['ways']}>
            <span className={styles['boxNumber']}>
              {formatCount(index + 1)} of {formatCount(value.total)}
            </span>
            <Button disabled={index === 0} onClick={() => setIndex(index - 1)}>
              Previous object
            </Button>
            <Button disabled={index + 1 >= value.total} onClick={() => setIndex(index + 1)}>
              Next object
            </Button>
          </span>
        ) : null}
      </div>
      <OtherPaths key={`${node.node} ${JSON.stringify(removed)}`} node={node.node} removed={removed} first />
    </div>
  )
}
