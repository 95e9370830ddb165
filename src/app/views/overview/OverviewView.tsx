import { idText } from '#engine/base/id-text.ts'
import { useState } from 'react'
import type { ClassRow, NodeRow, Stage, Summary } from '#engine/model/rows.ts'
import { classPlace } from '#app/state/class-place.ts'
import { go } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatCount, formatCountOf, formatShowing } from '#app/ui/format.ts'
import { nodeTitle, visibleName } from '#app/ui/node-title.ts'
import { AllObjects } from './AllObjects.tsx'
import { type Part, partsByKind, partsByUse } from './composition.ts'
import { CompositionBar } from './CompositionBar.tsx'
import { TopIcicle } from './TopIcicle.tsx'
import { TopTable } from './TopTable.tsx'
import type { TopRow } from './TopTable.tsx'
import { EarlyNote, ShallowNote } from './ShallowNote.tsx'
import { Verdict } from './Verdict.tsx'
import { biggestHolder } from './verdict.ts'
import styles from './OverviewView.module.css'

/** How many of the biggest are shown at once. */
const TOP = 12
/** Among how many of the biggest objects the one to name is looked for. */
const CANDIDATES = 200

/** What this heap is, at one glance. */
export function OverviewView() {
  const { value: summary, error } = useAnswer('summary')
  if (error) return <ErrorNote message={error.message} />
  if (!summary) return <p className={styles['waiting']}>Counting…</p>
  return summary.family === 'cpython' ? <ByUse summary={summary} /> : <ByKind summary={summary} />
}

interface SummaryProps {
  readonly summary: Summary
}

function ByKind({ summary }: SummaryProps) {
  return <Overview summary={summary} parts={partsByKind(useAnswer('kinds').value ?? [])} />
}

/** By kind too while references are not known. */
function ByUse({ summary }: SummaryProps) {
  const kinds = useAnswer('kinds').value ?? []
  const statistics = useAnswer('statistics').value
  return <Overview summary={summary} parts={statistics ? partsByUse(statistics) : partsByKind(kinds)} />
}

interface OverviewProps extends SummaryProps {
  readonly parts: readonly Part[]
}

function Overview({ summary, parts }: OverviewProps) {
  const ready = summary.stage === 'ready'
  const column = ready || summary.stage === 'totals' ? 'retainedSize' : 'shallowSize'
  const sort = { column, descending: true } as const
  const classes = useAnswer('classes', { start: 0, end: TOP, sort })
  const objects = useAnswer('objects', { start: 0, end: CANDIDATES, sort })
  const rows = objects.value?.rows ?? []
  const error = classes.error ?? objects.error
  return (
    <div className={styles['view']}>
      <Verdict summary={summary} parts={parts} holder={ready ? biggestHolder(rows) : null} />
      {summary.stage === 'shallow' ? <ShallowNote /> : null}
      {summary.stage === 'early' ? <EarlyNote /> : null}
      {error ? <ErrorNote message={error.message} /> : null}
      <section className={styles['section']} aria-labelledby="composition">
        <h2 id="composition">What it is made of</h2>
        <CompositionBar parts={parts} summary={summary} />
      </section>
      {ready ? <TopIcicle total={summary.shallowSize} /> : null}
      <div className={styles['pair']}>
        <BiggestClasses
          rows={classes.value?.rows ?? []}
          count={classes.value?.all ?? summary.classes}
          total={summary.shallowSize}
          stage={summary.stage}
        />
        {summary.stage === 'totals' ? (
          <ObjectsToCome />
        ) : (
          <BiggestObjects
            rows={rows}
            count={objects.value?.all ?? 0}
            total={summary.shallowSize}
            stage={summary.stage}
          />
        )}
      </div>
    </div>
  )
}

interface BiggestProps<Row> {
  readonly rows: readonly Row[]
  readonly count: number
  readonly total: number
  readonly stage: Stage
}

const ORDER_WORDS: Readonly<Record<Stage, string>> = {
  ready: 'by retained size',
  totals: 'by retained size',
  early: 'by shallow size as the file states it; references are still being read',
  parsed: 'by shallow size; retained sizes are still being computed',
  shallow: 'by shallow size',
}

function BiggestClasses({ rows, count, total, stage }: BiggestProps<ClassRow>) {
  const top = rows.map((row): TopRow => ({
    key: row.key,
    kind: row.kind,
    name: visibleName(row.name),
    note: `×${formatCount(row.count)}`,
    shallowSize: row.shallowSize,
    retainedSize: row.retainedSize,
    onOpen: () => go(classPlace(row.kind, row.key, '')),
  }))
  return (
    <section className={styles['section']} aria-labelledby="biggest-classes">
      <h2 id="biggest-classes">
        Biggest classes <small>{ORDER_WORDS[stage]}</small>
      </h2>
      <TopTable
        label="Biggest classes"
        what="Class"
        rows={top}
        total={total}
        shallowOnly={stage === 'shallow'}
      />
      <p className={styles['more']}>
        {formatShowing(rows.length, count)}
        <Button look="text" onClick={() => go({ view: 'classes', filter: '', open: [] })}>
          All classes
        </Button>
      </p>
    </section>
  )
}

/** In place of the biggest objects while all objects are still being read. */
function ObjectsToCome() {
  return (
    <section className={styles['section']} aria-labelledby="biggest-objects">
      <h2 id="biggest-objects">Biggest objects</h2>
      <p className={styles['more']}>The objects are still being read.</p>
    </section>
  )
}

function BiggestObjects({ rows, count, total, stage }: BiggestProps<NodeRow>) {
  const [all, setAll] = useState(false)
  const top = rows.slice(0, TOP).map((row): TopRow => ({
    key: String(row.node),
    kind: row.kind,
    name: nodeTitle(row),
    note: idText(row.id),
    shallowSize: row.shallowSize,
    retainedSize: row.retainedSize,
    onOpen: () => go({ selected: row.id }),
  }))
  return (
    <section className={all ? styles['wide'] : styles['section']} aria-labelledby="biggest-objects">
      <h2 id="biggest-objects">
        {all ? 'All objects' : 'Biggest objects'} {all ? null : <small>{ORDER_WORDS[stage]}</small>}
      </h2>
      {all ? (
        <div className={styles['all']}>
          <AllObjects total={total} shallowOnly={stage === 'shallow'} />
        </div>
      ) : (
        <TopTable
          label="Biggest objects"
          what="Object"
          rows={top}
          total={total}
          shallowOnly={stage === 'shallow'}
        />
      )}
      <p className={styles['more']}>
        {all
          ? `${formatCountOf(count, 'object')} with a size of their own`
          : formatShowing(top.length, count)}
        <Button look="text" onClick={() => setAll(!all)}>
          {all ? `Only the ${TOP} biggest` : 'All objects'}
        </Button>
      </p>
    </section>
  )
}
