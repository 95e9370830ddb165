import { X } from 'lucide-react'
import { compareClusters } from '#engine/diff/compare-clusters.ts'
import type { KnownCluster } from '#engine/model/leak-rows.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCount, formatDelta } from '#app/ui/format.ts'
import styles from './LeaksView.module.css'

interface AgainstProps {
  readonly keys: readonly string[]
  /** The program's clusters of another run. */
  readonly before: readonly KnownCluster[]
  readonly onClose: () => void
}

/** Is it fixed? Which clusters of another run are gone, still there, and new. */
export function Against({ keys, before, onClose }: AgainstProps) {
  const now = useAnswer('leaks', keys, { start: 0, end: ALL, filter: 'engine:no' }).value?.rows
  if (!now) return null
  const { gone, still, new: added } = compareClusters(before, now)
  return (
    <section className={styles['against']} aria-label="Compared with the other run">
      <div className={styles['againstHead']}>
        <h2>Fixed?</h2>
        <Button look="icon" aria-label="Close the comparison" title="Close" onClick={onClose}>
          <X aria-hidden="true" size={14} />
        </Button>
      </div>
      <div className={styles['groups']}>
        <Group title={`Gone: ${formatCount(gone.length)}`} clusters={gone.map((cluster) => ({ cluster }))} />
        <Group
          title={`Still there: ${formatCount(still.length)}`}
          clusters={still.map(({ before: earlier, now: cluster }) => ({
            cluster,
            delta: cluster.retainedSize - earlier.retainedSize,
          }))}
        />
        <Group title={`New: ${formatCount(added.length)}`} clusters={added.map((cluster) => ({ cluster }))} />
      </div>
    </section>
  )
}

/** All of them. It crosses to the worker, where infinity does, too. */
const ALL = 1e9

interface GroupProps {
  readonly title: string
  readonly clusters: readonly { readonly cluster: KnownCluster; readonly delta?: number }[]
}

function Group({ title, clusters }: GroupProps) {
  return (
    <div>
      <h3>{title}</h3>
      <ul aria-label={title}>
        {clusters.map(({ cluster, delta }) => (
          <li key={cluster.fingerprint}>
            <code className={styles['fingerprint']}>{cluster.fingerprint}</code>
            <span>
              {formatCount(cluster.count)} × {cluster.className}, {formatBytes(cluster.retainedSize)}
              {delta === undefined ? '' : ` (${formatDelta(delta)})`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
