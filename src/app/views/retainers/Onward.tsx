import type { ReactNode } from 'react'
import { z } from 'zod'
import type { OnwardReferences } from '#engine/model/retainer-rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'
import { Panes } from './Panes.tsx'
import { PathGraph } from './PathGraph.tsx'
import { PathTable } from './PathTable.tsx'
import { nameOf, type Subject } from './use-subject.ts'
import styles from './RetainersView.module.css'

const PANES = ['drawn', 'table'] as const
type Pane = (typeof PANES)[number]
const TITLES: Readonly<Record<Pane, string>> = { drawn: 'References', table: 'References as a table' }
const OPTIONS = z.object({ show: z.enum(PANES).catch('drawn') })

interface OnwardProps {
  readonly subject: Subject
  /** Chooses the other way. */
  readonly choice: ReactNode
}

/** What the selection, or the object in the panel, refers to, what that refers to, and so on. */
export function Onward({ subject, choice }: OnwardProps) {
  const { show } = useOptions(OPTIONS)
  const open = usePlace((place) => place.open)
  const { value, error, pending } = useAnswer('onwardReferences', subject.terms, open)
  return (
    <div className={styles['view']}>
      <div className={styles['lead']}>
        <p role="status" className={styles['subject']}>
          {value ? reachedText(subject, value) : 'Following references…'}
        </p>
        {choice}
      </div>
      <Panes label="About the references" titles={TITLES} panes={PANES} show={show}>
        {error ? <ErrorNote message={error.message} /> : null}
        {value ? <Body show={show} subject={subject} found={value} busy={pending} /> : null}
      </Panes>
    </div>
  )
}

interface BodyProps {
  readonly show: Pane
  readonly subject: Subject
  readonly found: OnwardReferences
  readonly busy: boolean
}

function Body({ show, subject, found: { boxes, selected }, busy }: BodyProps) {
  const open = usePlace((place) => place.open)
  if (selected.count === 0) return <EmptyState>The selection finds no object in this heap.</EmptyState>
  const verb = selected.count === 1 ? 'refers' : 'refer'
  const title = `What ${nameOf(subject, selected.count)} ${verb} to`
  const all = { boxes, busy, way: 'refers', onOpen: (id: string) => go({ open: [...open, id] }) } as const
  return show === 'drawn' ? <PathGraph {...all} title={title} /> : <PathTable {...all} label={title} />
}

/** How much is reached, and what the drawing leaves out: nothing else. */
function reachedText(subject: Subject, { selected, reached, further }: OnwardReferences): string {
  const who = nameOf(subject, selected.count)
  const head = `${who.charAt(0).toUpperCase()}${who.slice(1)}`
  const others = reached.count - selected.count
  if (others === 0) return `${head}: no reference leads to any other object`
  const rest =
    further === 0 ? '' : `; ${formatCountOf(further, 'further reference')} to objects that are among these`
  return `${head}: ${formatCountOf(others, 'object')} reached, ${formatBytes(reached.bytes - selected.bytes)}, each shown once${rest}`
}
