import { z } from 'zod'
import { go } from '#app/state/place-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { scopeOptions } from '#app/state/use-scope.ts'
import { Choice } from '#app/ui/Choice.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { ListPage } from '#app/ui/ListPage.tsx'
import { CollectionsHead } from './CollectionsHead.tsx'
import { EachCollection } from './EachCollection.tsx'
import { Owners } from './Owners.tsx'

const OPTIONS = z.object({ show: z.enum(['owners', 'each']).catch('owners') })
type Mode = z.output<typeof OPTIONS>['show']

const MODES: readonly { readonly value: Mode; readonly title: string }[] = [
  { value: 'owners', title: 'By owner' },
  { value: 'each', title: 'Each' },
]

/** Shows the other list of collections, with a filter of its own. */
function show(mode: Mode, filter = ''): void {
  go({
    options: { ...scopeOptions(), ...(mode === 'owners' ? {} : { show: mode }) },
    filter,
    sort: null,
    open: [],
  })
}

/** Maps, sets, arrays and objects used as such: by what holds them, and each with its entries and its room. */
export function CollectionsView() {
  const mode = useOptions(OPTIONS).show
  const list = <Choice label="List" value={mode} choices={MODES} onChange={(next) => show(next)} />
  const tools = (
    <>
      {list}
      <ScopeChoice />
    </>
  )
  return (
    <ListPage head={<CollectionsHead onPick={(filter) => show('each', filter)} />}>
      {mode === 'each' ? <EachCollection tools={tools} /> : <Owners tools={tools} />}
    </ListPage>
  )
}
