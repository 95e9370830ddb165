import type { LeakColumn, LeakPattern, LeakRow } from '#engine/model/leak-rows.ts'
import type { NodeRow } from '#engine/model/rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { ClassLabel } from '#app/ui/ClassLabel.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { pathText } from '#app/ui/path-text.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import styles from './LeaksView.module.css'

type Id = LeakColumn | 'fingerprint' | 'cycles'
type Column = ListColumn<LeakRow, Id, NodeRow>

const PATTERNS: Readonly<Record<LeakPattern, { readonly text: string; readonly words: string }>> = {
  every: { text: 'every cycle', words: 'Some came in each cycle, which is how leaks look' },
  once: { text: 'once', words: 'All came in one cycle, as when a cache is filled' },
  some: { text: 'some cycles', words: 'They came in several cycles, but not in each' },
}

/**
 * @param largest what the largest cluster retains
 * @param cycles whether there are several
 * @param known the fingerprints of an earlier run, where it is compared with one
 */
export function leakColumns(
  largest: number,
  cycles: boolean,
  known: ReadonlySet<string> | null,
): readonly ListColumn<LeakRow, LeakColumn, NodeRow>[] {
  const columns: readonly Column[] = [
    {
      id: 'className',
      label: 'What stayed, and how it is held',
      track: 'minmax(140px, 1fr)',
      sortable: true,
      cell: (row) => <Cluster row={row} known={known} />,
      member: (node) => <NodeName node={node} />,
      words: ({ representative }) => pathText(representative.path),
      value: ({ className, representative }) => `${className}: ${pathText(representative.path)}`,
    },
    {
      id: 'fingerprint',
      label: 'Fingerprint',
      help: 'Of the classes and references on the way to it: the same in other runs and builds',
      track: '124px',
      from: 900,
      cell: ({ fingerprint }) => <code className={styles['fingerprint']}>{fingerprint}</code>,
      words: ({ fingerprint }) => `fingerprint ${fingerprint}`,
      value: ({ fingerprint }) => fingerprint,
    },
    {
      id: 'count',
      label: 'Count',
      track: '76px',
      numeric: true,
      sortable: true,
      from: 380,
      cell: ({ count }) => formatCount(count),
      words: ({ count }) => `${formatCount(count)} objects`,
      value: ({ count }) => count,
    },
    ...(cycles ? [CYCLES] : []),
    {
      id: 'shallowSize',
      label: 'Shallow',
      track: '88px',
      numeric: true,
      sortable: true,
      from: 640,
      cell: ({ shallowSize }) => <Bytes value={shallowSize} />,
      member: ({ shallowSize }) => <Bytes value={shallowSize} />,
      words: ({ shallowSize }) => `Shallow ${formatBytes(shallowSize)}`,
      value: ({ shallowSize }) => shallowSize,
    },
    {
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if all of them went away together; ≥ where it is at least that',
      track: 'minmax(96px, min(220px, 26%))',
      numeric: true,
      sortable: true,
      cell: ({ retainedSize, exact }) => (
        <span
          title={exact ? undefined : 'At least: what each of them retains, added up'}
          className={styles['size']}
        >
          {exact ? '' : '≥\u00a0'}
          <SizeCell value={retainedSize} of={largest} max={largest} />
        </span>
      ),
      member: ({ retainedSize }) => <Bytes value={retainedSize} />,
      value: ({ retainedSize }) => retainedSize,
    },
  ]
  // The list sorts by those alone that say so.
  return columns as readonly ListColumn<LeakRow, LeakColumn, NodeRow>[]
}

const CYCLES: Column = {
  id: 'cycles',
  label: 'Came',
  help: 'How many came in each cycle, and whether that looks like a leak or like a cache',
  track: 'minmax(110px, min(220px, 22%))',
  from: 560,
  cell: ({ perCycle, pattern }) => (
    <span className={styles['cluster']}>
      {pattern ? (
        <span
          className={styles['mark']}
          data-strong={pattern === 'every' || undefined}
          title={PATTERNS[pattern].words}
        >
          {PATTERNS[pattern].text}
        </span>
      ) : null}
      <span className={styles['trail']}>{perCycle.map(formatCount).join(' · ')}</span>
    </span>
  ),
  words: ({ perCycle, pattern }) =>
    `${pattern ? `${PATTERNS[pattern].text}: ` : ''}${perCycle.join(', ')} came`,
  value: ({ perCycle, pattern }) => `${pattern ?? ''} ${perCycle.join(' ')}`.trim(),
}

function Cluster({ row, known }: { readonly row: LeakRow; readonly known: ReadonlySet<string> | null }) {
  const trail = pathText(row.representative.path)
  return (
    <span className={styles['cluster']}>
      <span className={styles['class']}>
        <ClassLabel name={row.className} kind={row.kind} />
      </span>
      {row.engine ? <span className={styles['mark']}>engine’s own</span> : null}
      {known ? (
        <span className={styles['mark']} data-strong={!known.has(row.fingerprint) || undefined}>
          {known.has(row.fingerprint) ? 'still there' : 'new'}
        </span>
      ) : null}
      <span className={styles['trail']} title={trail}>
        {trail}
      </span>
    </span>
  )
}
