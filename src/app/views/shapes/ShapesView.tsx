import { z } from 'zod'
import { go } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { scopeOptions, useScope } from '#app/state/use-scope.ts'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'
import { Choice } from '#app/ui/Choice.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { ListPage, ListWords } from '#app/ui/ListPage.tsx'
import { ClassShapes } from './ClassShapes.tsx'
import { Shapes } from './Shapes.tsx'

const OPTIONS = z.object({ show: z.enum(['shapes', 'classes']).catch('shapes') })
type Mode = z.output<typeof OPTIONS>['show']

const MODES: readonly { readonly value: Mode; readonly title: string }[] = [
  { value: 'shapes', title: 'Shapes' },
  { value: 'classes', title: 'By class' },
]

/** Shows the other list, with a filter of its own. */
function show(mode: Mode): void {
  go({
    options: { ...scopeOptions(), ...(mode === 'shapes' ? {} : { show: mode }) },
    filter: '',
    sort: null,
    open: [],
  })
}

/** Plain objects by their exact lists of properties, and classes whose objects differ in theirs. */
export function ShapesView() {
  const mode = useOptions(OPTIONS).show
  const list = <Choice label="List" value={mode} choices={MODES} onChange={show} />
  const tools = (
    <>
      {list}
      <ScopeChoice />
    </>
  )
  return (
    <ListPage head={<Head />}>
      {mode === 'classes' ? <ClassShapes tools={tools} /> : <Shapes tools={tools} />}
    </ListPage>
  )
}

function Head() {
  const { value, error } = useAnswer('shapeTotals', useScope())
  if (error) return null
  if (!value) return <ListWords>Sorting plain objects by their properties…</ListWords>
  const { objects, shapes, single, shallowSize } = value
  return (
    <ListWords>
      <p>
        {formatCountOf(objects, 'plain object')} of {formatBytes(shallowSize)} in{' '}
        {formatCountOf(shapes, 'shape')}, of which {formatCountOf(single, 'shape')}{' '}
        {single === 1 ? 'has' : 'have'} one object only.
      </p>
      <p>
        A shape is the list of properties in their order. Those with a number, true, false, null or undefined
        as value leave no trace in the file.
      </p>
    </ListWords>
  )
}
