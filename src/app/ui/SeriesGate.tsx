import type { ReactNode } from 'react'
import { runCommand } from '../commands/commands.ts'
import { showing } from '../state/capture-set.ts'
import { currentPlace, go } from '../state/place-store.ts'
import { useSeries } from '../state/series-store.ts'
import { useMemberNames } from '../state/use-member-names.ts'
import { EmptyState } from './EmptyState.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import styles from './SeriesGate.module.css'

interface SeriesGateProps {
  /** The least number of captures that the view needs. */
  readonly least: number
  /** What it needs them for, in a sentence. */
  readonly why: string
  /** @param keys the sources of the captures before the last one */
  readonly children: (keys: readonly string[]) => ReactNode
}

/** Shows what looks at several captures once the last one stands beside all others, and until then what is missing. */
export function SeriesGate({ least, why, children }: SeriesGateProps) {
  const series = useSeries()
  const names = useMemberNames()
  const add = { label: 'Add captures…', run: () => runCommand('add') }
  switch (series.status) {
    case 'few':
      return <EmptyState action={add}>{why}</EmptyState>
    case 'elsewhere': {
      const { last } = series
      const show = () => go(showing(currentPlace(), last))
      return (
        <EmptyState action={{ label: `Show ${names.get(last) ?? 'the last capture'}`, run: show }}>
          This is told of the last capture of the set, and another one is shown.
        </EmptyState>
      )
    }
    case 'waiting':
      return <Waiting>Waiting until all captures are open…</Waiting>
    case 'aligning':
      return (
        <Waiting>
          Comparing with capture {series.done + 1} of {series.total}…
        </Waiting>
      )
    case 'failed':
      return <ErrorNote message={series.error.message} />
    case 'ready':
      return series.keys.length + 1 < least ? (
        <EmptyState action={add}>{why}</EmptyState>
      ) : (
        children(series.keys)
      )
  }
}

function Waiting({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles['waiting']} role="status">
      {children}
    </p>
  )
}
