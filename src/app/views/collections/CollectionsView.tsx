import { z } from 'zod'
import { go } from '#app/state/place-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { ListPage } from '#app/ui/ListPage.tsx'
import { ModeSwitch } from '#app/ui/ModeSwitch.tsx'
import { CollectionsHead } from './CollectionsHead.tsx'
import { EachCollection } from './EachCollection.tsx'
import { Owners } from './Owners.tsx'

const OPTIONS = z.object({ show: z.enum(['owners', 'each']).catch('owners') })
type Mode = z.output<typeof OPTIONS>['show']

const MODES: readonly (readonly [Mode, string])[] = [
  ['owners', 'By owner'],
  ['each', 'Each'],
]

/** Shows the other list of collections, with a filter of its own. */
function show(mode: Mode, filter = ''): void {
  go({ options: mode === 'owners' ? {} : { show: mode }, filter, sort: null, open: [] })
}

/** Maps, sets, arrays and objects used as such: by what holds them, and each with its entries and its room. */
export function CollectionsView() {
  const mode = useOptions(OPTIONS).show
  const tools = <ModeSwitch label="What to list" modes={MODES} mode={mode} onChange={(next) => show(next)} />
  return (
    <ListPage head={<CollectionsHead onPick={(filter) => show('each', filter)} />}>
      {mode === 'each' ? <EachCollection tools={tools} /> : <Owners tools={tools} />}
    </ListPage>
  )
}
