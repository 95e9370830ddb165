import { z } from 'zod'
import { go } from '#app/state/place-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { ListPage } from '#app/ui/ListPage.tsx'
import { ModeSwitch } from '#app/ui/ModeSwitch.tsx'
import { AllStrings } from './AllStrings.tsx'
import { Duplicates } from './Duplicates.tsx'
import { StringsHead } from './StringsHead.tsx'

const OPTIONS = z.object({ show: z.enum(['duplicates', 'all']).catch('duplicates') })
type Mode = z.output<typeof OPTIONS>['show']

const MODES: readonly (readonly [Mode, string])[] = [
  ['duplicates', 'Duplicates'],
  ['all', 'All strings'],
]

/** Shows another list of strings, with a filter of its own. */
function show(mode: Mode, filter = ''): void {
  go({ options: mode === 'duplicates' ? {} : { show: mode }, filter, sort: null, open: [] })
}

/** All strings by size, and the texts that several of them share. */
export function StringsView() {
  const mode = useOptions(OPTIONS).show
  const tools = <ModeSwitch label="What to list" modes={MODES} mode={mode} onChange={(next) => show(next)} />
  return (
    <ListPage head={<StringsHead onPick={(filter) => show('all', filter)} />}>
      {mode === 'all' ? <AllStrings tools={tools} /> : <Duplicates tools={tools} />}
    </ListPage>
  )
}
