import { z } from 'zod'
import { go } from '#app/state/place-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { scopeOptions } from '#app/state/use-scope.ts'
import { Choice } from '#app/ui/Choice.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { ListPage } from '#app/ui/ListPage.tsx'
import { AllStrings } from './AllStrings.tsx'
import { Duplicates } from './Duplicates.tsx'
import { StringsHead } from './StringsHead.tsx'

const OPTIONS = z.object({ show: z.enum(['duplicates', 'all']).catch('duplicates') })
type Mode = z.output<typeof OPTIONS>['show']

const MODES: readonly { readonly value: Mode; readonly title: string }[] = [
  { value: 'duplicates', title: 'Duplicates' },
  { value: 'all', title: 'All strings' },
]

/** Shows another list of strings, with a filter of its own. */
function show(mode: Mode, filter = ''): void {
  go({
    options: { ...scopeOptions(), ...(mode === 'duplicates' ? {} : { show: mode }) },
    filter,
    sort: null,
    open: [],
  })
}

/** All strings by size, and the texts that several of them share. */
export function StringsView() {
  const mode = useOptions(OPTIONS).show
  const list = <Choice label="List" value={mode} choices={MODES} onChange={(next) => show(next)} />
  const tools = (
    <>
      {list}
      <ScopeChoice />
    </>
  )
  return (
    <ListPage head={<StringsHead onPick={(filter) => show('all', filter)} />}>
      {mode === 'all' ? <AllStrings tools={tools} /> : <Duplicates tools={tools} />}
    </ListPage>
  )
}
