import { type ReactNode, useMemo } from 'react'
import { z } from 'zod'
import type { MergedPaths, Removed } from '#engine/model/retainer-rows.ts'
import { useHeap } from '#app/state/heap-store.ts'
import { go, setOptions, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { removedBy, WITHOUT, withoutSchema } from '#app/state/without.ts'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import { Choice } from '#app/ui/Choice.tsx'
import { ElsePanel } from './ElsePanel.tsx'
import { FreedPanel } from './FreedPanel.tsx'
import { HoldersList } from './HoldersList.tsx'
import { Onward } from './Onward.tsx'
import { Panes } from './Panes.tsx'
import { PathGraph } from './PathGraph.tsx'
import { PathTable } from './PathTable.tsx'
import { Removals } from './Removals.tsx'
import { nameOf, type Subject, useSubject } from './use-subject.ts'
import styles from './RetainersView.module.css'

const PANES = ['drawn', 'table', 'holders', 'freed', 'else'] as const
type Pane = (typeof PANES)[number]

const TITLES: Readonly<Record<Pane, string>> = {
  drawn: 'Paths',
  table: 'Paths as a table',
  holders: 'Who holds them',
  freed: 'What is freed',
  else: 'Held how else?',
}

const WAYS = [
  { value: 'kept', title: 'Kept by' },
  { value: 'refers', title: 'Refers to' },
] as const

const OPTIONS = z.object({
  way: z.enum(['kept', 'refers']).catch('kept'),
  show: z.enum(PANES).catch('drawn'),
  [WITHOUT]: withoutSchema,
})

/** What keeps the selection, or the object in the panel, alive; and what happens when references are cut. */
export function RetainersView() {
  const subject = useSubject()
  const shallowOnly = useHeap((heap) => heap.shallowOnly)
  if (shallowOnly) {
    return (
      <EmptyState>
        This capture was opened without its references: what keeps an object alive is not known.
      </EmptyState>
    )
  }
  if (!subject) {
    return (
      <EmptyState action={{ label: 'Choose a class', run: () => go({ view: 'classes' }) }}>
        Select objects, or one object, and this view draws what keeps them alive: every path from the roots,
        who holds them, and what would be freed without it.
      </EmptyState>
    )
  }
  return <Ways subject={subject} />
}

function Ways({ subject }: { readonly subject: Subject }) {
  const { way } = useOptions(OPTIONS)
  const choice = (
    <Choice
      label="Which way"
      value={way}
      choices={WAYS}
      onChange={(next) => setOptions({ way: next === 'kept' ? undefined : next, show: undefined }, 'push')}
    />
  )
  return way === 'kept' ? (
    <Answers subject={subject} choice={choice} />
  ) : (
    <Onward subject={subject} choice={choice} />
  )
}

interface AnswersProps {
  readonly subject: Subject
  /** Chooses the other way. */
  readonly choice: ReactNode
}

function Answers({ subject, choice }: AnswersProps) {
  const { show, without } = useOptions(OPTIONS)
  const open = usePlace((place) => place.open)
  const removed = useMemo(() => removedBy(without), [without])
  const paths = useAnswer('mergedPaths', subject.terms, removed, open)
  return (
    <div className={styles['view']}>
      <div className={styles['head']}>
        <div className={styles['lead']}>
          <p role="status" className={styles['subject']}>
            {paths.value ? subjectText(subject, paths.value, without.length > 0) : 'Looking for paths…'}
          </p>
          {choice}
        </div>
        <Removals terms={subject.terms} steps={without} removed={removed} />
      </div>
      <Panes label="About the paths" titles={TITLES} panes={PANES} show={show}>
        {paths.error && (show === 'drawn' || show === 'table') ? (
          <ErrorNote message={paths.error.message} />
        ) : (
          <Body show={show} subject={subject} removed={removed} paths={paths.value} busy={paths.pending} />
        )}
      </Panes>
    </div>
  )
}

interface BodyProps {
  readonly show: Pane
  readonly subject: Subject
  readonly removed: Removed
  readonly paths: MergedPaths | undefined
  readonly busy: boolean
}

function Body({ show, subject, removed, paths, busy }: BodyProps) {
  const open = usePlace((place) => place.open)
  const openFold = (id: string) => go({ open: [...open, id] })
  switch (show) {
    case 'holders':
      return <HoldersList terms={subject.terms} />
    case 'freed':
      return <FreedPanel terms={subject.terms} removed={removed} />
    case 'else':
      return <ElsePanel terms={subject.terms} removed={removed} />
    default:
  }
  if (!paths) return <p className={styles['words']}>Putting the paths together…</p>
  if (paths.reached.count === 0) return <NoPath paths={paths} removed={removed} />
  const title = `Paths from the roots to ${nameOf(subject, paths.selected.count)}`
  return show === 'drawn' ? (
    <PathGraph way="kept" boxes={paths.boxes} title={title} busy={busy} onOpen={openFold} />
  ) : (
    <PathTable way="kept" boxes={paths.boxes} label={title} busy={busy} onOpen={openFold} />
  )
}

function NoPath({ paths, removed }: { readonly paths: MergedPaths; readonly removed: Removed }) {
  const { count } = paths.selected
  if (count === 0) return <EmptyState>The selection finds no object in this heap.</EmptyState>
  const without = removed.cuts.length + removed.ignored.length > 0
  const all = count === 1 ? 'it' : `any of these ${formatCount(count)} objects`
  return (
    <EmptyState>
      {without
        ? `Nothing else keeps ${all} alive: without what you took out, no path from the roots leads there.`
        : `No path from the roots leads to ${all}, or only weak references do. They can be freed at the next garbage collection.`}
    </EmptyState>
  )
}

/** Whom the answers are about, and that every one of them is accounted for. */
function subjectText(subject: Subject, paths: MergedPaths, without: boolean): string {
  const { reached, unreached, selected } = paths
  const who = nameOf(subject, selected.count)
  const size = formatBytes(selected.bytes)
  const head = `${who.charAt(0).toUpperCase()}${who.slice(1)}, ${size}`
  if (unreached.count === 0)
    return `${head}: paths to all of them`.replace('all of them', subject.id === null ? 'all of them' : 'it')
  const rest = `${formatCount(unreached.count)} with no path${without ? ' any more' : ''} (${formatBytes(unreached.bytes)})`
  return `${head}: paths to ${formatCount(reached.count)}, ${rest}`
}
