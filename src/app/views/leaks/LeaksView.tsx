import { useMemo, useState } from 'react'
import { z } from 'zod'
import { LEAK_TABLE } from '#engine/questions/leak-list.ts'
import type { KnownCluster, LeakColumn, LeakPage, LeakRow } from '#engine/model/leak-rows.ts'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, setOptions, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { SeriesGate } from '#app/ui/SeriesGate.tsx'
import { Against } from './Against.tsx'
import { leakColumns } from './leak-columns.tsx'
import styles from './LeaksView.module.css'
import { LeakTools } from './LeakTools.tsx'

const WHY =
  'What leaks shows in three captures: one before some work, one after it, and one after all of it should have been freed. Drop them together, or add them.'

/** What came after the first capture and stayed to the last, put together by how it is held. */
export function LeaksView() {
  return (
    <SeriesGate least={3} why={WHY}>
      {(keys) => <Leaks key={keys.join()} keys={keys} />}
    </SeriesGate>
  )
}

const OPTIONS = z.object({ engine: z.enum(['folded', 'shown']).catch('folded') })
const FIRST_SORT: Sort<LeakColumn> = { column: 'retainedSize', descending: true }
const keyOf = (row: LeakRow) => row.fingerprint
const queryOf = (row: LeakRow) => row.query

function Leaks({ keys }: { readonly keys: readonly string[] }) {
  const [before, setBefore] = useState<readonly KnownCluster[] | null>(null)
  const selected = usePlace((place) => place.selected)
  const folded = useOptions(OPTIONS).engine === 'folded'
  const first = useAnswer('leaks', keys, { start: 0, end: 0 })
  const largest =
    useAnswer('leaks', keys, { start: 0, end: 1, sort: FIRST_SORT }).value?.rows[0]?.retainedSize ?? 0
  const known = useMemo(() => before && new Set(before.map(({ fingerprint }) => fingerprint)), [before])
  const columns = useMemo(() => leakColumns(largest, keys.length > 2, known), [largest, keys, known])
  const source = useMemo(
    (): RowSource<LeakRow, LeakColumn> => ({
      key: `leaks ${folded} ${keys.join()}`,
      fetch: (request) => ask('leaks', keys, { ...request, folded }),
    }),
    [keys, folded],
  )
  const members = useMemo(() => membersOf(keys), [keys])
  return (
    <div className={styles['view']}>
      <p className={styles['about']}>{first.value ? aboutWords(first.value) : '\u00a0'}</p>
      <ListView
        label="Leaks"
        noun={['cluster', 'clusters']}
        source={source}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        members={members}
        onMember={(node) => go({ selected: node.id })}
        isMemberSelected={(node) => node.id === selected}
        queryOf={queryOf}
        memberQueryOf={queryOfObject}
        filterTable={LEAK_TABLE}
        tools={
          <>
            {first.value?.engine.clusters ? (
              <Button
                aria-pressed={!folded}
                title="Code, hidden classes, contexts and other things the engine makes for itself"
                onClick={() => setOptions({ engine: folded ? 'shown' : undefined })}
              >
                {folded ? 'Show' : 'Fold'} the engine’s{' '}
                {formatCountOf(first.value.engine.clusters, 'cluster')} (
                {formatBytes(first.value.engine.retainedSize)})
              </Button>
            ) : null}
            <LeakTools keys={keys} onBefore={setBefore} />
          </>
        }
        none="Nothing that came after the first capture has stayed to the last."
      />
      {before ? <Against keys={keys} before={before} onClose={() => setBefore(null)} /> : null}
    </div>
  )
}

function membersOf(keys: readonly string[]): Members<LeakRow, LeakColumn, NodeRow, NodeColumn> {
  return {
    fetch: (fingerprint, request) => ask('leakMembers', keys, fingerprint, request),
    sortOf: ({ column, descending }) => ({
      column: column === 'shallowSize' ? 'shallowSize' : 'retainedSize',
      descending: column === 'className' ? true : descending,
    }),
    countOf: (row) => row.count,
    none: 'This cluster has no objects.',
  }
}

function aboutWords({ captures, program }: LeakPage): string {
  return `${formatCountOf(program.count, 'object')} came after the first of ${captures} captures and stayed to the last, held in ${formatCountOf(program.clusters, 'way')}; together ${formatBytes(program.retainedSize)}.`
}
