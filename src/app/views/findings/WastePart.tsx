import { useMemo } from 'react'
import { findingQuery } from '#engine/analyses/findings/finding-row.ts'
import type { WasteRow } from '#engine/model/finding-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { useFindings } from '#app/state/findings-store.ts'
import { useMuted } from '#app/state/muted-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { ByteText } from '#app/ui/ByteText.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatPercent } from '#app/ui/format.ts'
import { HeadedView } from '#app/ui/HeadedView.tsx'
import { Lead } from '#app/ui/Lead.tsx'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { showFinding } from './options.ts'
import { wasteColumns } from './waste-columns.tsx'
import { type NamedWaste, WASTE_TABLE, type WasteColumn, wastePage } from './waste-table.ts'
import styles from './Waste.module.css'

const FIRST_SORT: Sort<WasteColumn> = { column: 'counted', descending: true }
const keyOf = ({ key }: NamedWaste) => key
const queryOf = ({ key }: NamedWaste) => findingQuery(key)

/** What curing everything would free, by finding; bytes that several findings claim are counted once. */
export function WastePart() {
  const { value, error } = useAnswer('waste')
  if (error) return <ErrorNote message={error.message} />
  if (!value) return <p className={styles['waiting']}>Adding up what the findings claim…</p>
  return <WasteList waste={value} />
}

function WasteList({ waste }: { readonly waste: readonly WasteRow[] }) {
  const rules = useFindings((findings) => findings.rules)
  const muted = useMuted()
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const rows = useMemo(() => {
    const titleOf = (name: string) => rules?.find((rule) => rule.name === name)?.title ?? name
    return waste.map((row) => {
      const other = waste.find(({ key }) => key === row.overlapsWith)
      return {
        ...row,
        title: titleOf(row.rule),
        withOwner: other?.owner ?? null,
        withWords: other ? `${titleOf(other.rule)}: ${other.owner}` : null,
      }
    })
  }, [waste, rules])
  const source = useMemo(
    (): RowSource<NamedWaste, WasteColumn> => ({
      key: `waste ${rows.map(({ key, title }) => key + title).join(' ')}`,
      fetch: async (request) => wastePage(rows, request),
    }),
    [rows],
  )
  const columns = useMemo(() => wasteColumns(total, new Set(muted.keys())), [total, muted])
  return (
    <HeadedView
      head={
        <div className={styles['about']}>
          <Totals waste={waste} total={total} />
        </div>
      }
    >
      <ListView
        label="Waste"
        noun={['saving', 'savings']}
        source={source}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        queryOf={queryOf}
        onActivate={({ key }) => showFinding(key)}
        filterTable={WASTE_TABLE}
        none="No finding of this heap has anything to save."
      />
    </HeadedView>
  )
}

/** What the column of counted bytes adds up to, against the heap. */
function Totals({ waste, total }: { readonly waste: readonly WasteRow[]; readonly total: number }) {
  const sum = (of: (row: WasteRow) => number) => waste.reduce((all, row) => all + of(row), 0)
  const counted = sum((row) => row.counted)
  const overlapping = sum((row) => row.overlapping)
  return (
    <Lead>
      Curing all of it would free <ByteText value={counted} />, {formatPercent(counted, total)} of the heap
      {overlapping === 0 ? (
        '. No two findings claim the same bytes.'
      ) : (
        <>
          . The findings claim <ByteText value={counted + overlapping} /> in all, but{' '}
          <ByteText value={overlapping} /> of that more than once: these bytes count for the worst finding
          alone.
        </>
      )}{' '}
      A row leads to its finding.
    </Lead>
  )
}
