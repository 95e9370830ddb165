import { useMemo } from 'react'
import { z } from 'zod'
import { useIsPython } from '#app/state/family.ts'
import { setOptions } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Choice } from '#app/ui/Choice.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { type Counted, distanceBins, sizeBins } from './bins.ts'
import { Distribution } from './Distribution.tsx'
import { Parts } from './Parts.tsx'
import styles from './StatisticsView.module.css'

const OPTIONS = z.object({
  unit: z.enum(['count', 'bytes']).catch('count'),
  sizes: z.enum(['shallow', 'retained']).catch('shallow'),
})

type Sizes = z.output<typeof OPTIONS>['sizes']

/** The heap as a whole, or the selection: what it is used for, how sizes and distances are spread. */
export function StatisticsView() {
  const { unit, sizes } = useOptions(OPTIONS)
  return (
    <div className={styles['view']}>
      <section className={styles['section']} aria-labelledby="used-for">
        <div className={styles['head']}>
          <h2 id="used-for">What the bytes are used for</h2>
          <ScopeChoice />
        </div>
        <PartsOrNot />
      </section>
      <div className={styles['choices']}>
        <Choice
          label="The charts count"
          value={unit}
          choices={[
            { value: 'count', title: 'Objects' },
            { value: 'bytes', title: 'Bytes' },
          ]}
          onChange={(next) => setOptions({ unit: next === 'count' ? undefined : next })}
        />
      </div>
      <div className={styles['pair']}>
        <SizesSection counted={unit} sizes={sizes} />
        <DistancesSection counted={unit} />
      </div>
    </div>
  )
}

function PartsOrNot() {
  const scope = useScope()
  const { value, error } = useAnswer('statistics', scope)
  if (error) return <ErrorNote message={error.message} />
  return value ? (
    <Parts statistics={value} isPart={scope !== null} />
  ) : (
    <p className={styles['note']}>Counting…</p>
  )
}

const SIZE_NOTE: Readonly<Record<Sizes, string>> = {
  shallow:
    'Each bar reaches from one power of two to the next. Shallow sizes include the stores that an object alone owns, so these are not counted again.',
  retained:
    'Each bar reaches from one power of two to the next. Bytes are still the shallow sizes of the objects: retained sizes count what several objects share again and again.',
}

function SizesSection({ counted, sizes }: { readonly counted: Counted; readonly sizes: Sizes }) {
  const { value, error } = useAnswer('sizeDistribution', useScope())
  const what = sizes === 'shallow' ? 'Shallow size' : 'Retained size'
  const bins = useMemo(
    () => (value ? sizeBins(value[sizes], counted, what) : []),
    [value, sizes, counted, what],
  )
  if (error) return <ErrorNote message={error.message} />
  return (
    <Distribution
      id="sizes"
      counting={!value}
      title="Objects by size"
      range={what}
      across={`${what}, doubling from bar to bar`}
      bins={bins}
      counted={counted}
      note={SIZE_NOTE[sizes]}
      controls={
        <Choice
          label="Size"
          value={sizes}
          choices={[
            { value: 'shallow', title: 'Shallow' },
            { value: 'retained', title: 'Retained' },
          ]}
          onChange={(next) => setOptions({ sizes: next === 'shallow' ? undefined : next })}
        />
      }
    />
  )
}

const SYSTEM_SIDE = 'Dashed, “s+”: found only from the root, on the engine’s own side, counted from there. '

function DistancesSection({ counted }: { readonly counted: Counted }) {
  const { value, error } = useAnswer('distanceDistribution', useScope())
  const isPython = useIsPython()
  const bins = useMemo(() => (value ? distanceBins(value, counted) : []), [value, counted])
  if (error) return <ErrorNote message={error.message} />
  const from = isPython
    ? 'the root, which leads to the kinds of roots'
    : value?.fromGlobals === false
      ? 'the root, since this capture marks no globals'
      : 'the program’s globals'
  return (
    <Distribution
      id="distances"
      counting={!value}
      title="Objects by distance"
      range="Distance"
      across="Steps"
      bins={bins}
      counted={counted}
      note={`The fewest steps from ${from}. ${isPython ? '' : SYSTEM_SIDE}“None”: nothing leads there. From 32 steps on a bar reaches to the next power of two. A click on a bar or row selects all such objects of the heap.`}
    />
  )
}
