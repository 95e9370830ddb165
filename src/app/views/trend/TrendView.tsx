import { useMemo } from 'react'
import { setOptions } from '#app/state/place-store.ts'
import { useMemberNames } from '#app/state/use-member-names.ts'
import { useOptions } from '#app/state/use-options.ts'
import { Choice } from '#app/ui/Choice.tsx'
import { SeriesGate } from '#app/ui/SeriesGate.tsx'
import { ClassTrends } from './ClassTrends.tsx'
import { OPTIONS } from './options.ts'
import { OwnerTrends } from './OwnerTrends.tsx'

const WHY =
  'A trend shows in two captures or more, and better in five: take one each time after the same work was done. Drop them together, or add them.'

const CHOICES = [
  { value: 'class', title: 'Classes' },
  { value: 'owner', title: 'Owners' },
] as const

/** How classes and owners grow over several captures. */
export function TrendView() {
  return (
    <SeriesGate least={2} why={WHY}>
      {(keys) => <Trends keys={keys} />}
    </SeriesGate>
  )
}

function Trends({ keys }: { readonly keys: readonly string[] }) {
  const { by } = useOptions(OPTIONS)
  const all = useMemberNames()
  const names = useMemo(() => [...all.values()], [all])
  const choice = (
    <Choice
      label="Trend of"
      value={by}
      choices={CHOICES}
      onChange={(value) => setOptions({ by: value === 'class' ? undefined : value }, 'push')}
    />
  )
  return by === 'class' ? (
    <ClassTrends keys={keys} names={names} choice={choice} />
  ) : (
    <OwnerTrends keys={keys} names={names} choice={choice} />
  )
}
