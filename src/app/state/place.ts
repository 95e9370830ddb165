import type { Term } from '#engine/model/selection-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { ViewName } from './views.ts'

export type ObjectTab = 'references' | 'retainers' | 'dominated'
/** What the panel shows below the object: a tree, or where it was allocated. */
export type PanelTab = ObjectTab | 'stack'

/** What the address holds of the view that is shown. Every view has its own. */
export interface ViewPlace {
  /** The order of its table; null is the view's own. */
  readonly sort: Sort<string> | null
  /** The filter of its table, as typed. */
  readonly filter: string
  /** Keys of the rows that are open. */
  readonly open: readonly string[]
  /** Whatever else the view lets one choose, by its own names; see `useOptions`. */
  readonly options: Readonly<Record<string, string>>
}

/** Where the user is: all that the address bar holds. */
export interface Place extends ViewPlace {
  /** `sample:<file>`, `recent:<id>`, or null on the landing page. */
  readonly source: string | null
  readonly view: ViewName
  /** The heap id (@123) of the object in the panel. */
  readonly selected: number | null
  readonly tab: PanelTab
  /** The filter of what the panel lists around the object. */
  readonly near: string
  /** How the selection came about; empty where nothing is selected. */
  readonly selection: readonly Term[]
}

export const DEFAULT_VIEW_PLACE: ViewPlace = { sort: null, filter: '', open: [], options: {} }

export const DEFAULT_PLACE: Place = {
  ...DEFAULT_VIEW_PLACE,
  source: null,
  view: 'overview',
  selected: null,
  tab: 'references',
  near: '',
  selection: [],
}
