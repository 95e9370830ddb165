import { useMemo, useRef } from 'react'
import { LINE_TABLE } from '#engine/analyses/line-stacks.ts'
import type { StackSummary } from '#engine/model/allocation-rows.ts'
import type { LineColumn, LineFrame, LineGroup, LineGrouping, LineRow } from '#engine/model/line-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { setOptions, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useMemberNames } from '#app/state/use-member-names.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Button } from '#app/ui/Button.tsx'
import { Choice } from '#app/ui/Choice.tsx'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { SeriesGate } from '#app/ui/SeriesGate.tsx'
import { growthColumns, lineColumns } from './line-columns.tsx'
import { OPTIONS } from './options.ts'
import { StackFacts } from './StackFacts.tsx'
import styles from './Allocations.module.css'

const LARGEST: Sort<LineColumn> = { column: 'size', descending: true }
const GREW_MOST: Sort<LineColumn> = { column: 'sizeDiff', descending: true }
const keyOf = (row: LineRow) => row.key

const queryOf = (row: LineRow) => row.query

const CHOICES = [
  { value: 'line', title: 'Line' },
  { value: 'file', title: 'File' },
  { value: 'traceback', title: 'Traceback' },
] as const
const NOUNS: Readonly<Record<LineGroup, readonly [string, string]>> = {
  line: ['line', 'lines'],
  file: ['file', 'files'],
  traceback: ['traceback', 'tracebacks'],
}
const TITLES: Readonly<Record<LineGroup, string>> = { line: 'Line', file: 'File', traceback: 'Traceback' }
const NO_KEYS: readonly string[] = []

interface LinesPartProps {
  readonly stacks: StackSummary
}

/** Which lines, files or tracebacks allocated what is there. */
export function LinesPart({ stacks }: LinesPartProps) {
  return (
    <>
      <StackFacts stacks={stacks} isProfile={false} />
      <div className={styles['table']}>
        <LineList keys={NO_KEYS} hasObjects={stacks.live !== null} />
      </div>
    </>
  )
}

/** The same beside earlier captures: what each line has more than in the first. */
export function GrowthPart({ stacks }: LinesPartProps) {
  return (
    <>
      <StackFacts stacks={stacks} isProfile={false} />
      <div className={styles['table']}>
        <SeriesGate
          least={2}
          why="What each line has more is seen between two captures or more: add another."
        >
          {(keys) => <LineList keys={keys} hasObjects={stacks.live !== null} />}
        </SeriesGate>
      </div>
    </>
  )
}

interface LineListProps {
  readonly keys: readonly string[]
  /** Whether rows stand for objects that can be selected. */
  readonly hasObjects: boolean
}

function LineList({ keys, hasObjects }: LineListProps) {
  const { by, cumulative, steady } = useOptions(OPTIONS)
  const scope = useScope()
  const filter = usePlace((place) => place.filter)
  const names = useMemberNames()
  const isBeside = keys.length > 0
  const grouping: LineGrouping = {
    by,
    cumulative: cumulative === 'yes' && by !== 'traceback',
    steady: isBeside && steady === 'yes',
  }
  const request = { start: 0, end: 1, filter }
  const { value: whole } = useAnswer('allocationLines', keys, { by }, { ...request, sort: LARGEST }, scope)
  const { value: most } = useAnswer('allocationLines', keys, grouping, request, scope)
  const size = whole?.size.at(-1) ?? 0
  const count = whole?.count.at(-1) ?? 0
  const change = Math.abs(most?.rows[0]?.sizeDiff ?? 0)
  const columns = useMemo(
    () =>
      isBeside
        ? growthColumns(TITLES[by], { size, count, change }, [...names.values()])
        : lineColumns(TITLES[by], { size, count, change }),
    [isBeside, by, size, count, change, names],
  )
  const { source, members } = useLines(keys, grouping, scope)
  return (
    <ListView
      label={isBeside ? 'Lines that grew' : 'Lines'}
      noun={NOUNS[by]}
      source={source}
      columns={columns}
      firstSort={isBeside ? GREW_MOST : LARGEST}
      keyOf={keyOf}
      filterTable={LINE_TABLE}
      tools={<Tools grouping={grouping} isBeside={isBeside} />}
      none={grouping.steady ? 'Nothing grew in every step.' : 'No line allocated anything.'}
      {...(by === 'traceback' && { members })}
      {...(hasObjects && { queryOf })}
    />
  )
}

function useLines(keys: readonly string[], grouping: LineGrouping, scope: ReturnType<typeof useScope>) {
  // What rows open to comes with them.
  const frames = useRef(new Map<string, readonly LineFrame[]>())
  const key = JSON.stringify([keys, grouping, scope])
  return useMemo(() => {
    frames.current.clear()
    const source: RowSource<LineRow, LineColumn> = {
      key: `lines ${key}`,
      fetch: async (request) => {
        const page = await ask('allocationLines', keys, grouping, request, scope)
        for (const row of page.rows) frames.current.set(row.key, row.frames)
        return page
      },
    }
    const members: Members<LineRow, LineColumn, LineFrame, 'place'> = {
      fetch: async (row, { start, end }) => {
        const all = frames.current.get(row) ?? []
        return { start, rows: all.slice(start, end), total: all.length, all: all.length }
      },
      sortOf: () => ({ column: 'place', descending: false }),
      countOf: (row) => row.frames.length,
      none: 'This traceback has no frames.',
    }
    return { source, members }
    // `key` stands for all of them, which are new at every render.
    // eslint-disable-next-line react/exhaustive-deps
  }, [key])
}

interface ToolsProps {
  readonly grouping: LineGrouping
  readonly isBeside: boolean
}

function Tools({ grouping: { by, cumulative, steady }, isBeside }: ToolsProps) {
  return (
    <>
      <Choice label="By" value={by} choices={CHOICES} onChange={(next) => setOptions({ by: next })} />
      {by === 'traceback' ? null : (
        <Button
          aria-pressed={cumulative === true}
          title="Counts a block for every frame of its stack, not for the innermost alone"
          onClick={() => setOptions({ cumulative: cumulative ? undefined : 'yes' })}
        >
          Cumulative
        </Button>
      )}
      {isBeside ? (
        <Button
          aria-pressed={steady === true}
          onClick={() => setOptions({ steady: steady ? undefined : 'yes' })}
        >
          Steady growth only
        </Button>
      ) : null}
    </>
  )
}
